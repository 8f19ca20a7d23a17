// The address filter as it is typed.
import assert from 'node:assert/strict';
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { admittedBy, isEmpty, minus } from '../../../src/tokens/addressSet.ts';
import { rangeOf } from '../../../src/tokens/cidr.ts';
import { analyseFilter, parseAddressList } from '../../../src/tokens/ipCondition.ts';

function kinds(allow: string[], deny: string[] = []): string[] {
  const analysis = analyseFilter({ allow, deny });
  return [...analysis.allow, ...analysis.deny].map(({ kind }) => kind);
}

function notes(allow: string[], deny: string[] = []): string[] {
  return analyseFilter({ allow, deny }).notes.map(({ kind }) => kind);
}

describe('a pasted list of addresses', () => {
  it('is split at whatever stands between them', () => {
    const expected = ['192.0.2.1', '2001:db8::/32', '198.51.100.0/24'];
    for (const text of [
      '192.0.2.1, 2001:db8::/32, 198.51.100.0/24',
      '192.0.2.1\r\n2001:db8::/32\n\n198.51.100.0/24\n',
      '["192.0.2.1", "2001:db8::/32", "198.51.100.0/24"]',
      '\t192.0.2.1;2001:db8::/32;;198.51.100.0/24 ',
    ])
      assert.deepEqual(parseAddressList(text), expected, text);
    assert.deepEqual(parseAddressList(' , '), []);
  });
});

describe('an entry of the address filter', () => {
  it('is told when it is wrong, or not what it seems', () => {
    const [bad, host, fine] = analyseFilter({ allow: ['192.0.2.256', '192.0.2.7/24', '::1'] }).allow;
    assert.deepEqual([bad?.kind, bad?.message], ['invalid', 'This is not an IP address.']);
    assert.deepEqual(host, {
      text: '192.0.2.7/24',
      kind: 'host-bits',
      message: 'Means the whole range 192.0.2.0/24.',
      suggestion: '192.0.2.0/24',
    });
    assert.deepEqual(fine, { text: '::1', kind: 'fine' });
  });

  it('is told when another says it already, however they are spelt', () => {
    assert.deepEqual(kinds(['192.0.2.1', '192.0.2.1/32']), ['fine', 'duplicate']);
    assert.deepEqual(kinds(['2001:db8::1', '2001:DB8::/32']), ['contained', 'fine']);
    assert.deepEqual(kinds(['10.0.0.0/9', '10.128.0.0/9']), ['fine', 'fine']);
    assert.deepEqual(
      analyseFilter({ deny: ['10.0.0.0/8', '10.1.0.0/16'] }).deny[1]?.message,
      'Already part of 10.0.0.0/8.',
    );
  });

  it('is told when the other list undoes it', () => {
    assert.deepEqual(kinds(['192.0.2.0/24'], ['192.0.0.0/16']), ['denied', 'fine']);
    assert.deepEqual(kinds(['192.0.2.0/24'], ['192.0.2.7']), ['fine', 'fine']);
    assert.deepEqual(kinds(['192.0.2.0/24'], ['198.51.100.1']), ['fine', 'without-effect']);
    assert.deepEqual(kinds([], ['198.51.100.1']), ['fine']);
  });
});

describe('both lists together', () => {
  it('are explained', () => {
    assert.deepEqual(notes([]), []);
    assert.deepEqual(notes(['192.0.2.0/24', '2001:db8::/32']), []);
    assert.deepEqual(notes(['192.0.2.0/24']), ['ipv4-only']);
    assert.deepEqual(notes(['2001:db8::/32']), ['version-blocked']);
    assert.deepEqual(notes([], ['0.0.0.0/0']), ['version-blocked']);
    assert.deepEqual(notes([], ['0.0.0.0/0', '::/0']), ['everything-blocked']);
    assert.deepEqual(notes(['192.0.2.0/24'], ['192.0.2.0/25', '192.0.2.128/25']), ['everything-blocked']);
    assert.deepEqual(notes(['192.0.2.0/24', '::/0'], ['192.0.2.7/32']), ['overlap']);
  });

  it('are judged without what is no address, and without empty entries', () => {
    const { allow, deny, notes: said } = analyseFilter({ allow: ['', '192.0.2.0/24', ' '], deny: ['bad'] });
    assert.deepEqual([allow.length, deny.length], [1, 1]);
    assert.deepEqual(
      said.map(({ kind }) => kind),
      ['ipv4-only'],
    );
  });
});

const address = fc.oneof(
  fc.ipV4().map((text) => text.replace(/^\d+\.\d+/, '10.1')),
  fc.nat(3).map((last) => `2001:db8::${last}`),
);
const range = fc
  .tuple(address, fc.nat(16))
  .map(([text, length]) => `${text}/${(isIPv4(text) ? 32 : 128) - length}`);

describe('the addresses that a filter lets through', () => {
  it('are those that Node’s own lists let through', () => {
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 4 }),
        fc.array(range, { maxLength: 4 }),
        address,
        (allow, deny, one) => {
          const [allowed, denied] = [listOf(allow), listOf(deny)];
          const version = isIPv4(one) ? 'ipv4' : 'ipv6';
          const expected = (allow.length === 0 || allowed.check(one, version)) && !denied.check(one, version);
          const single = rangeOf(one);
          assert.ok(single !== undefined);
          const outside = minus(admittedBy({ allow: [one] }), admittedBy({ allow, deny }));
          assert.equal(isEmpty(outside), expected);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of ranges) {
    const [network = '', prefix = ''] = text.split('/');
    list.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}
