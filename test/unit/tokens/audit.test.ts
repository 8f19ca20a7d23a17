// What a security reviewer would ask about a token, and where to go to act on it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type AuditOptions, auditOf, type AuditRule } from '../../../src/tokens/audit.ts';
import type { Draft, DraftPart, Target } from '../../../src/tokens/draft.ts';
import { draftOf } from '../../../src/tokens/draftOf.ts';
import { draftFromPreset, PRESETS } from '../../../src/tokens/presets.ts';
import { draftFromTemplate, TEMPLATES } from '../../../src/tokens/templates.ts';
import type { Owner, Policy } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, NO_NAMES, tokens } from './generated.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const USER: Owner = { kind: 'user' };
const ACCOUNT: Owner = { kind: 'account', accountId: 'a'.repeat(32) };
const ZONE = { id: 'e'.repeat(32), name: 'example.com' };
const OTHER_ZONE = { id: 'd'.repeat(32), name: 'example.org' };
const DNS = groupId('zone', 'DNS Write');
const DNS_READ = groupId('zone', 'DNS Read');
const ZONE_READ = groupId('zone', 'Zone Read');
const MINT = groupId('user', 'API Tokens Write');

const ALL: Target = { scope: 'zone', zones: 'all', except: [] };
const onZones = (...chosen: (typeof ZONE)[]): Target => ({ scope: 'zone', zones: { chosen }, except: [] });
const part = (target: Target, ...ids: string[]): DraftPart => ({ groups: ids.map((id) => ({ id })), target });
/** A draft that no rule has anything against, but for what is given here. */
const draft = (fields: Partial<Draft>): Draft => ({
  name: 'CI of example.com',
  owner: USER,
  parts: [part(onZones(ZONE), ZONE_READ)],
  carried: [],
  condition: { allow: ['192.0.2.0/24', '2001:db8::/32'] },
  expiresOn: '2027-01-01T00:00:00Z',
  ...fields,
});
const findings = (fields: Partial<Draft>, options?: AuditOptions) =>
  auditOf(draft(fields), CATALOGUE, NOW, options);
const rules = (fields: Partial<Draft>, options?: AuditOptions): AuditRule[] =>
  findings(fields, options).map(({ rule }) => rule);

describe('the audit', () => {
  it('has nothing to say of a token that reads one zone, for a while, from known addresses', () => {
    assert.deepEqual(findings({}), []);
  });

  describe('of permissions', () => {
    const user: Target = { scope: 'user' };

    it('finds what can make tokens, above all beside something else or for ever from anywhere', () => {
      const alone = findings({ parts: [part(user, MINT)] });
      assert.deepEqual(
        alone.map(({ rule, severity }) => [rule, severity]),
        [['mints-tokens', 'info']],
      );
      const [more] = findings({ parts: [part(onZones(ZONE), DNS), part(user, MINT)] });
      assert.deepEqual(more, {
        rule: 'mints-tokens',
        severity: 'high',
        message: 'The token can make other tokens, and more.',
        reason:
          'Whoever has it can make tokens with more rights than it has itself. Cloudflare advises to give such a token nothing else.',
        field: { kind: 'permissions', part: 1, group: MINT },
      });
      const { expiresOn, condition, ...endless } = draft({ parts: [part(user, MINT)] });
      assert.ok(expiresOn !== undefined && condition !== undefined);
      const [unguarded] = auditOf(endless, CATALOGUE, NOW);
      assert.deepEqual(
        [unguarded?.rule, unguarded?.severity, unguarded?.field],
        ['mints-tokens', 'high', { kind: 'condition' }],
      );
    });

    it('finds it on an account’s own token as well', () => {
      const target: Target = { scope: 'account', accounts: [{ id: ACCOUNT.kind }] };
      const minting = groupId('account', 'Account API Tokens Write');
      assert.deepEqual(rules({ owner: ACCOUNT, parts: [part(target, minting)] }), ['mints-tokens']);
    });

    it('finds writing on all there is, and reading nowhere', () => {
      const [everywhere] = findings({ parts: [part(onZones(ZONE), ZONE_READ), part(ALL, DNS, ZONE_READ)] });
      assert.deepEqual(
        [everywhere?.rule, everywhere?.severity, everywhere?.message, everywhere?.field],
        [
          'write-everywhere',
          'high',
          'The token can change things on all zones: DNS Edit.',
          { kind: 'resources', part: 1 },
        ],
      );
      const ofAccount: Target = {
        scope: 'zone',
        zones: { ofAccounts: [{ id: 'a'.repeat(32), name: 'Acme' }] },
        except: [],
      };
      const [milder] = findings({ parts: [part(ofAccount, DNS)] });
      assert.deepEqual(
        [milder?.severity, milder?.message],
        ['warning', 'The token can change things on all zones of Acme: DNS Edit.'],
      );
      assert.deepEqual(rules({ parts: [part(ALL, ZONE_READ, DNS_READ)] }), []);
    });

    it('finds writing everywhere in a policy that the draft only carries', () => {
      const carried: Policy[] = [
        {
          effect: 'allow',
          groups: [{ id: DNS }],
          resources: { 'com.cloudflare.api.account.zone.*': '*' },
          unknown: { x: 1 },
        },
      ];
      const [finding] = findings({ carried });
      assert.deepEqual([finding?.rule, finding?.field], ['write-everywhere', { kind: 'permissions' }]);
    });

    it('finds what reaches members, sign-in and payment', () => {
      const target: Target = { scope: 'account', accounts: [{ id: 'a'.repeat(32) }] };
      const billing = groupId('account', 'Billing Write');
      const [finding, ...others] = findings({ parts: [part(target, billing)] });
      assert.deepEqual(others, []);
      assert.deepEqual(
        [finding?.rule, finding?.severity, finding?.message],
        ['privileged', 'warning', 'Billing Edit reaches members, sign-in or payment.'],
      );
    });

    it('finds Read that Edit makes needless, but only on resources that Edit has as well', () => {
      const [finding] = findings({ parts: [part(onZones(ZONE), DNS_READ, DNS)] });
      assert.deepEqual(
        [finding?.rule, finding?.message, finding?.field],
        [
          'needless-read',
          'DNS Read is not needed beside DNS Edit.',
          { kind: 'permissions', part: 0, group: DNS_READ },
        ],
      );
      const apart = [part(onZones(ZONE), DNS), part(onZones(ZONE, OTHER_ZONE), DNS_READ)];
      assert.deepEqual(rules({ parts: apart }), []);
      const within = [part(onZones(ZONE, OTHER_ZONE), DNS), part(onZones(ZONE), DNS_READ)];
      assert.deepEqual(rules({ parts: within }), ['needless-read']);
      const exceptZone: Target = {
        scope: 'zone',
        zones: { ofAccounts: [{ id: 'a'.repeat(32) }] },
        except: [ZONE],
      };
      const throughout: Target = { ...exceptZone, except: [] };
      assert.ok(
        !rules({ parts: [part(exceptZone, DNS), part(throughout, DNS_READ)] }).includes('needless-read'),
      );
      const metadata = groupId('account', 'D1 Metadata Read');
      const target: Target = { scope: 'account', accounts: [{ id: 'a'.repeat(32) }] };
      assert.deepEqual(rules({ parts: [part(target, metadata, groupId('account', 'D1 Write'))] }), []);
      // The same label in another scope is another permission.
      const logs = [
        part(target, groupId('account', 'Logs Write')),
        part(onZones(ZONE), groupId('zone', 'Logs Read')),
      ];
      assert.deepEqual(rules({ parts: logs }), []);
      // Cloudflare takes a zone’s permission on an account, too; the draft only carries that.
      const carried: Policy[] = [
        {
          effect: 'allow',
          groups: [{ id: groupId('account', 'Logs Write') }, { id: groupId('zone', 'Logs Read') }],
          resources: { [`com.cloudflare.api.account.${'a'.repeat(32)}`]: '*' },
        },
      ];
      assert.deepEqual(rules({ parts: [], carried }), []);
    });

    it('finds it while the resources are still to be chosen', () => {
      assert.deepEqual(rules({ parts: [part(onZones(), DNS_READ, DNS)] }), ['needless-read']);
    });

    it('finds what is given in vain, as an exclusion holds for the whole token', () => {
      const ofAccount: Target = {
        scope: 'zone',
        zones: { ofAccounts: [{ id: 'a'.repeat(32) }] },
        except: [ZONE],
      };
      const parts = [part(ofAccount, ZONE_READ), part(onZones(ZONE, OTHER_ZONE), ZONE_READ, DNS)];
      const [finding, ...others] = findings({ parts });
      assert.deepEqual(others, []);
      assert.deepEqual(
        [finding?.rule, finding?.message, finding?.field],
        [
          'denied',
          'Zone Read is denied on example.com, although it is also given there.',
          { kind: 'resources', part: 1 },
        ],
      );
      const deny: Policy = {
        effect: 'deny',
        groups: [{ id: ZONE_READ }],
        resources: { 'com.cloudflare.api.account.zone.*': '*' },
      };
      assert.deepEqual(rules({ carried: [deny] }), ['denied']);
      assert.deepEqual(rules({ carried: [{ ...deny, groups: [{ id: DNS }] }] }), []);
      const within: Target = { scope: 'zone', zones: { chosen: [ZONE, OTHER_ZONE] }, except: [ZONE] };
      assert.deepEqual(rules({ parts: [part(within, ZONE_READ)] }), ['denied']);
    });

    it('finds products that may refuse an account-owned token', () => {
      const target: Target = { scope: 'account', accounts: [{ id: 'a'.repeat(32) }] };
      const parts = [
        part(target, groupId('account', 'Turnstile Sites Write'), groupId('account', 'D1 Write')),
      ];
      assert.deepEqual(rules({ parts }), []);
      const [finding, ...others] = findings({ owner: ACCOUNT, parts });
      assert.deepEqual(others, []);
      assert.deepEqual(
        [finding?.rule, finding?.message],
        ['account-support', 'Turnstile Edit may not work with an account-owned token.'],
      );
    });

    it('finds user details that a tool does without where the account is named', () => {
      const details = part(user, groupId('user', 'User Details Read'), groupId('user', 'Memberships Read'));
      const target: Target = { scope: 'account', accounts: [{ id: 'a'.repeat(32) }] };
      const named = part(target, groupId('account', 'Workers Scripts Write'));
      const [finding, ...others] = findings({ parts: [named, details] });
      assert.deepEqual(others, []);
      assert.deepEqual(
        [finding?.rule, finding?.message],
        ['user-details', 'User Details Read and Memberships Read may not be needed.'],
      );
      assert.deepEqual(rules({ parts: [details] }), []);
    });

    it('finds more than the starting point needs, optional permissions aside', () => {
      const from = PRESETS.find(({ key }) => key === 'certbot');
      assert.ok(from);
      const optional = part(onZones(ZONE), DNS, ZONE_READ);
      assert.deepEqual(rules({ parts: [optional] }, { from }), []);
      const [finding, ...others] = findings(
        { parts: [part(onZones(ZONE), DNS, groupId('zone', 'Page Rules Write'))] },
        { from },
      );
      assert.deepEqual(others, []);
      assert.equal(finding?.message, '“Certbot” does not need Page Rules Edit.');
      const reads = TEMPLATES.find(({ permissions }) => permissions === 'all-reads');
      assert.deepEqual(rules({ parts: [part(onZones(ZONE), DNS)] }, reads && { from: reads }), [
        'more-than-template',
      ]);
    });
  });

  describe('of time and place', () => {
    it('finds no end, and one that is far', () => {
      const { expiresOn, ...endless } = draft({});
      assert.ok(expiresOn);
      const [never, ...others] = auditOf(endless, CATALOGUE, NOW);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [never?.rule, never?.severity, never?.field],
        ['no-expiry', 'warning', { kind: 'ttl' }],
      );
      assert.deepEqual(rules({ expiresOn: '2027-11-23T12:00:00Z' }), []);
      assert.deepEqual(rules({ expiresOn: '2027-11-25T12:00:00Z' }), ['far-expiry']);
      const strict = { longestDays: 30, widestIpv4: 16, widestIpv6: 32 };
      assert.deepEqual(rules({}, { thresholds: strict }), ['far-expiry']);
    });

    it('counts the life of a token from when it was made', () => {
      const token = {
        id: 'b'.repeat(32),
        status: 'active',
        owner: USER,
        name: 'Old',
        policies: [],
        issuedOn: '2020-01-01T00:00:00Z',
        expiresOn: '2026-12-31T00:00:00Z',
        condition: { allow: ['192.0.2.0/24', '::1/128'] },
      };
      assert.deepEqual(
        auditOf(token, CATALOGUE, NOW).map(({ message }) => message),
        ['The token lives for 2556 days.'],
      );
    });

    it('asks for an address filter where things are changed, more so where it is privileged', () => {
      const open = (...ids: string[]) => {
        const { condition, ...anywhere } = draft({ parts: [part(onZones(ZONE), ...ids)] });
        assert.ok(condition);
        return auditOf(anywhere, CATALOGUE, NOW).map(({ rule, severity }) => `${rule} ${severity}`);
      };
      assert.deepEqual(open(ZONE_READ), []);
      assert.deepEqual(open(DNS), ['no-ip-filter info']);
      const { condition, ...privileged } = draft({
        parts: [
          part({ scope: 'account', accounts: [{ id: 'a'.repeat(32) }] }, groupId('account', 'Billing Write')),
        ],
      });
      assert.ok(condition);
      assert.deepEqual(
        auditOf(privileged, CATALOGUE, NOW).map(({ rule, severity }) => `${rule} ${severity}`),
        ['privileged warning', 'no-ip-filter warning'],
      );
    });

    it('finds a filter of IPv4 only, a wide one, and one that lets nothing through', () => {
      assert.deepEqual(rules({ condition: { allow: ['192.0.2.1'] } }), ['ipv4-only']);
      assert.deepEqual(rules({ condition: { allow: ['10.0.0.0/8', '::1'] } }), ['wide-ip-filter']);
      assert.deepEqual(rules({ condition: { allow: ['10.0.0.0/16', '2001:db8::/31'] } }), ['wide-ip-filter']);
      assert.deepEqual(rules({ condition: { allow: ['192.0.2.1'], deny: ['192.0.2.0/24'] } }), [
        'everything-blocked',
      ]);
      assert.deepEqual(rules({ condition: { deny: ['0.0.0.0/0', '::/0'] } }), ['everything-blocked']);
    });

    it('finds a name that says nothing, or that another token has', () => {
      assert.deepEqual(rules({ name: 'edit zone dns' }), ['template-name']);
      assert.deepEqual(rules({ name: 'Certbot' }), ['template-name']);
      assert.deepEqual(rules({}, { otherNames: [' ci of EXAMPLE.com '] }), ['same-name']);
      assert.deepEqual(rules({ name: '' }, { otherNames: [''] }), []);
    });
  });

  it('puts the gravest first', () => {
    const { expiresOn, condition, ...bare } = draft({ parts: [part(ALL, DNS, DNS_READ)] });
    assert.ok(expiresOn !== undefined && condition !== undefined);
    assert.deepEqual(
      auditOf(bare, CATALOGUE, NOW).map(({ severity }) => severity),
      ['high', 'warning', 'info', 'info'],
    );
  });

  it('finds nothing needless, surplus or in vain in a fresh start', () => {
    const starts = [
      ...TEMPLATES.map((from) => ({ from, ...draftFromTemplate(from, USER, CATALOGUE) })),
      ...PRESETS.map((from) => ({ from, ...draftFromPreset(from, USER, CATALOGUE, { withOptional: true }) })),
    ];
    const wrong: readonly AuditRule[] = ['needless-read', 'more-than-template', 'denied'];
    for (const { from, draft: started } of starts) {
      const found = auditOf(started, CATALOGUE, NOW, { from }).filter(({ rule }) => wrong.includes(rule));
      // octoDNS asks for Read beside Edit in its own documentation.
      assert.deepEqual(
        found.map(({ message }) => message),
        from.key === 'octodns' ? ['DNS Read is not needed beside DNS Edit.'] : [],
        from.key,
      );
    }
  });

  it('points into the draft, whatever the token', () => {
    fc.assert(
      fc.property(tokens, fc.constantFrom(undefined, ...TEMPLATES, ...PRESETS), (token, from) => {
        const opened = draftOf(token, CATALOGUE, NO_NAMES);
        const options = { otherNames: ['Deploy'], ...(from === undefined ? {} : { from }) };
        const ofToken = auditOf(token, CATALOGUE, NOW, options);
        for (const { field, message, reason } of [...ofToken, ...auditOf(opened, CATALOGUE, NOW, options)]) {
          assert.ok(message !== '' && reason !== '');
          if (!('part' in field)) continue;
          const found = opened.parts[field.part];
          assert.ok(found, JSON.stringify(field));
          if (field.kind === 'permissions') assert.ok(found.groups.some(({ id }) => id === field.group));
        }
      }),
      { numRuns: 300 },
    );
  });
});
