// The secret access key of R2's S3 API: made of a token's secret, here where secrets are kept.
import { createHash } from 'node:crypto';
import { Secret } from '../tokens/secret.ts';

/** The SHA-256 of a token's secret in lower-case hex. Source: developers.cloudflare.com/r2/api/tokens/. */
export function s3SecretOf(secret: Secret): Secret {
  return new Secret(createHash('sha256').update(secret.reveal()).digest('hex'));
}
