// IP conditions: CIDR matching for both families, checked against plain arithmetic.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { admits, isCidr, plainAddress } from '../../cloudflare/conditions.ts';

const quad = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const hextets = (value: bigint): string =>
  Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ':',
  );

const v4 = fc.nat({ max: 0xffffffff });
const v6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe('local Cloudflare: IP conditions', () => {
  it('lets in what a range holds, and nothing else', () => {
    fc.assert(
      fc.property(v4, v4, fc.nat({ max: 32 }), (network, address, bits) => {
        const shift = BigInt(32 - bits);
        const inside = BigInt(network) >> shift === BigInt(address) >> shift;
        const range = `${quad(network)}/${bits}`;
        assert.equal(isCidr(range), true);
        assert.equal(admits({ request_ip: { in: [range] } }, quad(address)), inside);
        assert.equal(admits({ request_ip: { not_in: [range] } }, quad(address)), !inside);
      }),
    );
    fc.assert(
      fc.property(v6, v6, fc.nat({ max: 128 }), (network, other, bits) => {
        const shift = BigInt(128 - bits);
        // Half of the addresses share the network's leading bits; random ones hardly ever would.
        const address =
          other % 2n === 0n ? other : ((network >> shift) << shift) | (other & ((1n << shift) - 1n));
        const inside = network >> shift === address >> shift;
        const range = `${hextets(network)}/${bits}`;
        assert.equal(isCidr(range), true);
        assert.equal(admits({ request_ip: { in: [range] } }, hextets(address)), inside);
        assert.equal(admits({ request_ip: { not_in: [range] } }, hextets(address)), !inside);
      }),
    );
  });

  it('carves addresses out of what is let in, and does not mix families', () => {
    const condition = { request_ip: { in: ['10.0.0.0/8', '::/0'], not_in: ['10.1.0.0/16'] } };
    assert.equal(admits(condition, '10.2.3.4'), true);
    assert.equal(admits(condition, '10.1.3.4'), false);
    assert.equal(admits(condition, '11.0.0.1'), false, '::/0 holds no IPv4 address');
    assert.equal(admits(condition, '2001:db8::1'), true);
    assert.equal(admits({ request_ip: { in: ['0.0.0.0/0'] } }, '2001:db8::1'), false);
  });

  it('lets everybody in without a condition, and nobody with an empty one', () => {
    assert.equal(admits(undefined, '192.0.2.1'), true);
    assert.equal(admits({}, '192.0.2.1'), false);
    assert.equal(admits({ request_ip: { in: [], not_in: [] } }, '192.0.2.1'), false);
  });

  it('sees through mapped addresses', () => {
    assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1');
    assert.equal(plainAddress('2001:db8::1'), '2001:db8::1');
  });
});
