// What a token is to R2's S3 API: where that is, and what the pair of keys is made of.
// Source: developers.cloudflare.com/r2/api/tokens/. The access key id is the token's id; the secret access key is the
// SHA-256 of the token's secret, in lower-case hex, so it changes with every roll and is made where secrets are kept.
import { parseResources } from './resources.ts';
import type { Policy } from './token.ts';

/** An account's S3 endpoint: buckets of a jurisdiction have one of their own. */
export interface S3Endpoint {
  readonly accountId: string;
  readonly jurisdiction: string;
  readonly url: string;
}

/** `https://<account>.r2.cloudflarestorage.com`, with the jurisdiction in it where that is not the default. */
export function s3EndpointUrl(accountId: string, jurisdiction = 'default'): string {
  const host = jurisdiction === 'default' ? accountId : `${accountId}.${jurisdiction}`;
  return `https://${host.toLowerCase()}.r2.cloudflarestorage.com`;
}

// By id, as names drift. Source of the ids: the bundled permission groups.
const OF_ACCOUNT: ReadonlySet<string> = new Set([
  'b4992e1108244f5d8bfbd5744320c2e1', // Workers R2 Storage Read
  'bf7481a1826f439697cb59a20b22293e', // Workers R2 Storage Write
]);

/**
 * The endpoints at which the S3 API takes the token: those of the buckets that it names, and the default one of each
 * account whose buckets it may all use. Empty: the token is none for R2.
 */
export function s3EndpointsOf(policies: readonly Policy[]): S3Endpoint[] {
  const found = policies
    .filter(({ effect, groups }) => effect === 'allow' && groups.length > 0)
    .flatMap(({ groups, resources }) => {
      const isAdmin = groups.some(({ id }) => OF_ACCOUNT.has(id));
      return parseResources(resources).flatMap((resource) => {
        if (resource.kind === 'bucket') return [endpoint(resource.accountId, resource.jurisdiction)];
        const isAll = resource.kind === 'buckets-of-account' || (isAdmin && resource.kind === 'account');
        return isAll ? [endpoint(resource.accountId)] : [];
      });
    });
  return [...new Map(found.map((one) => [one.url, one])).values()];
}

function endpoint(accountId: string, jurisdiction = 'default'): S3Endpoint {
  return { accountId, jurisdiction, url: s3EndpointUrl(accountId, jurisdiction) };
}
