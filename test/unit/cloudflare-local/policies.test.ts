// What becomes of the policies of a token: their ids, their groups, and the order of the answer.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { startCloudflare } from '../../cloudflare/index.ts';
import type { Cloudflare } from '../../cloudflare/index.ts';
import { result } from './caller.ts';
import type { TokenView } from './caller.ts';

const DNS_READ = '82e64a83756745bbbb1c9c2701bf816b';
const ZONE_READ = 'c8fed203ed3043cba015a93ad1616f1f';

describe('local Cloudflare: policies', () => {
  let cf: Cloudflare;
  let shop: string;
  let blog: string;

  before(async () => {
    cf = await startCloudflare();
    [shop = '', blog = ''] = cf.control.state.zones.keys();
  });
  after(() => cf.stop());
  afterEach(() => cf.control.set({ keepPolicyIds: false, reorderAnswers: true }));

  const policy = (zone: string, ...ids: string[]): object => ({
    effect: 'allow',
    resources: { [`com.cloudflare.api.account.zone.${zone}`]: '*' },
    permission_groups: ids.map((id) => ({ id })),
  });
  const create = (name: string, ...policies: object[]): Promise<TokenView> =>
    result(cf, '/user/tokens', { method: 'POST', body: { name, policies } });
  const replace = (id: string, name: string, ...policies: object[]): Promise<TokenView> =>
    result(cf, `/user/tokens/${id}`, { method: 'PUT', body: { name, policies } });

  it('get new ids on PUT', async () => {
    const made = await create('new ids', policy(shop, DNS_READ));
    const replaced = await replace(made.id, 'renamed', policy(shop, DNS_READ));
    assert.notEqual(replaced.policies[0]?.id, made.policies[0]?.id);
  });

  it('can keep the ids of those that a PUT does not change', async () => {
    cf.control.set({ keepPolicyIds: true, reorderAnswers: false });
    const made = await create('kept ids', policy(shop, DNS_READ, ZONE_READ), policy(blog, DNS_READ));
    const changed = [policy(blog, ZONE_READ), policy(shop, ZONE_READ, DNS_READ)];
    const replaced = await replace(made.id, 'renamed', ...changed);
    const known = made.policies.map(({ id }) => id);
    assert.equal(replaced.policies[1]?.id, known[0], 'same groups in another order');
    assert.ok(!known.includes(replaced.policies[0]?.id ?? ''), 'another group');
  });

  it('hold each group once', async () => {
    const made = await create('twice', policy(shop, DNS_READ, ZONE_READ, DNS_READ));
    assert.deepEqual(
      made.policies[0]?.permission_groups.map(({ id }) => id),
      [DNS_READ, ZONE_READ],
    );
  });
});
