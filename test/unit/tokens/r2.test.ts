// What a token is to R2's S3 API.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { s3EndpointsOf, s3EndpointUrl } from '../../../src/tokens/r2.ts';
import type { Policy } from '../../../src/tokens/token.ts';
import { groupId } from './generated.ts';

const ACCOUNT = 'a'.repeat(32);
const BUCKET_WRITE = groupId('bucket', 'Workers R2 Storage Bucket Item Write');
const ADMIN = groupId('account', 'Workers R2 Storage Write');

function urls(groups: string[], resources: Policy['resources'], effect = 'allow'): string[] {
  const policy: Policy = { effect, groups: groups.map((id) => ({ id })), resources };
  return s3EndpointsOf([policy]).map(({ url }) => url);
}
const bucket = (jurisdiction: string, name: string) => ({
  [`com.cloudflare.edge.r2.bucket.${ACCOUNT}_${jurisdiction}_${name}`]: '*',
});

describe('the S3 endpoint of R2', () => {
  it('is that of the account, with the jurisdiction in it', () => {
    assert.equal(s3EndpointUrl(ACCOUNT.toUpperCase()), `https://${ACCOUNT}.r2.cloudflarestorage.com`);
    assert.equal(s3EndpointUrl(ACCOUNT, 'eu'), `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`);
    assert.equal(
      s3EndpointUrl(ACCOUNT, 'fedramp-high'),
      `https://${ACCOUNT}.fedramp-high.r2.cloudflarestorage.com`,
    );
  });

  it('of a token is that of its buckets, one for each jurisdiction', () => {
    const buckets = { ...bucket('default', 'a'), ...bucket('eu', 'b'), ...bucket('eu', 'c_d') };
    assert.deepEqual(urls([BUCKET_WRITE], buckets), [
      `https://${ACCOUNT}.r2.cloudflarestorage.com`,
      `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`,
    ]);
  });

  it('of a token for all buckets, or for R2 as a whole, is the default one', () => {
    const all = [`https://${ACCOUNT}.r2.cloudflarestorage.com`];
    const account = `com.cloudflare.api.account.${ACCOUNT}`;
    assert.deepEqual(urls([BUCKET_WRITE], { [account]: { 'com.cloudflare.edge.r2.bucket.*': '*' } }), all);
    assert.deepEqual(urls([ADMIN], { [account]: '*' }), all);
  });

  it('is none for a token that is not for R2', () => {
    const account = `com.cloudflare.api.account.${ACCOUNT}`;
    assert.deepEqual(urls([groupId('account', 'D1 Write')], { [account]: '*' }), []);
    assert.deepEqual(urls([BUCKET_WRITE], bucket('eu', 'b'), 'deny'), []);
    assert.deepEqual(urls([groupId('zone', 'DNS Write')], { 'com.cloudflare.api.account.zone.*': '*' }), []);
  });
});
