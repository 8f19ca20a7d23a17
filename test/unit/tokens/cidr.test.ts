// Addresses and ranges, against Node's own reading of them.
import assert from 'node:assert/strict';
import { BlockList, isIP, SocketAddress } from 'node:net';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseCidr } from '../../../src/tokens/cidr.ts';

function range(text: string): string | undefined {
  const cidr = parseCidr(text);
  return cidr.outcome === 'valid' ? cidr.text : undefined;
}

describe('reading addresses and ranges', () => {
  it('writes them in one form', () => {
    assert.equal(range(' 192.0.2.0/24 '), '192.0.2.0/24');
    assert.equal(range('192.0.2.1'), '192.0.2.1/32');
    assert.equal(range('0.0.0.0/0'), '0.0.0.0/0');
    assert.equal(range('2001:DB8:0:0:0:0:0:1'), '2001:db8::1/128');
    assert.equal(range('2001:db8:0:0:1:0:0:0/64'), '2001:db8::/64');
    assert.equal(range('1:0:2:0:0:3:0:0'), '1:0:2::3:0:0/128');
    assert.equal(range('1:0:2:3:4:5:6:7'), '1:0:2:3:4:5:6:7/128');
    assert.equal(range('0100:0010::'), '100:10::/128');
    assert.equal(range('10:0:0:a0::'), '10:0:0:a0::/128');
    assert.equal(range('::ffff:192.0.2.1'), '::ffff:c000:201/128');
    assert.equal(range('::'), '::/128');
  });

  it('says that a range is meant where the address is not its first', () => {
    const cidr = parseCidr('192.0.2.77/24');
    assert.deepEqual(cidr, {
      outcome: 'valid',
      version: 4,
      text: '192.0.2.0/24',
      note: 'Means the whole range 192.0.2.0/24.',
    });
    assert.equal(range('2001:db8:ffff::/33'), '2001:db8:8000::/33');
    assert.equal('note' in parseCidr('192.0.2.0/24'), false);
  });

  it('says what is wrong', () => {
    const problem = (text: string) => {
      const cidr = parseCidr(text);
      return cidr.outcome === 'invalid' ? cidr.problem : undefined;
    };
    for (const text of ['1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', 'example.com', '1.2.3.-4']) {
      assert.equal(problem(text), 'This is not an IP address.', text);
    }
    for (const text of [
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      'fe80::1%eth0',
      '12345::',
      '1:2:3:4:5:6:7::8',
      '::1.2.3',
      '1.2.3.4::',
    ]) {
      assert.equal(problem(text), 'This is not an IPv6 address.', text);
    }
    assert.equal(problem('1.2.3.4/33'), 'The number after the slash is 0 to 32 for IPv4.');
    assert.equal(problem('::/129'), 'The number after the slash is 0 to 128 for IPv6.');
    assert.equal(problem('1.2.3.4/'), 'The number after the slash is 0 to 32 for IPv4.');
    assert.equal(problem('1.2.3.4/08'), 'The number after the slash is 0 to 32 for IPv4.');
    assert.equal(problem('1.2.3.4/24/8'), 'A range has one slash, e.g. 192.0.2.0/24.');
    assert.equal(problem(' '), 'Enter an address or a range, e.g. 192.0.2.0/24.');
  });

  it('takes what Node takes for an address, and means the same by it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{1,20}$/)), (address) => {
        const read = range(address);
        assert.equal(read !== undefined, isIP(address) !== 0, address);
        if (read === undefined) return;
        const [written = ''] = read.split('/');
        const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
        const normal = (text: string) => new SocketAddress({ address: text, family }).address;
        assert.equal(normal(written), normal(address));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every address of a range in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128))),
        ([address, prefix]) => {
          const [first = '', bits] = range(`${address}/${prefix}`)?.split('/') ?? [];
          const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
          const list = new BlockList();
          list.addSubnet(first, Number(bits), family);
          assert.equal(Number(bits), prefix);
          assert.ok(list.check(address, family), `${address}/${prefix} became ${first}/${String(bits)}`);
        },
      ),
    );
  });
});
