// What R2's S3 interface takes of a token: the SHA-256 of its secret in hex (developers.cloudflare.com/r2/api/tokens/).
import { createHash } from 'node:crypto';

/** The secret access key that belongs to a token's secret. */
export function s3SecretOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
