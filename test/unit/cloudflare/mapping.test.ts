import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { toBody, toToken } from '../../../src/cloudflare/mapping.ts';
import { readToken } from '../../../src/cloudflare/schemas.ts';
import type { Owner, Token, TokenRequest } from '../../../src/tokens/token.ts';

const OWNER: Owner = { kind: 'account', accountId: 'a'.repeat(32) };

function read(answer: Record<string, unknown>): Token {
  const parsed = readToken({ id: 't1', name: 'One', status: 'active', policies: [], ...answer });
  assert.ok(parsed);
  return toToken(parsed, OWNER);
}

function request(token: Token): TokenRequest {
  const { name, policies, condition, otherConditions, notBefore, expiresOn, unknown } = token;
  return {
    name,
    policies,
    ...(condition && { condition }),
    ...(otherConditions && { otherConditions }),
    ...(notBefore !== undefined && { notBefore }),
    ...(expiresOn !== undefined && { expiresOn }),
    ...(unknown && { unknown }),
  };
}

describe('toToken', () => {
  it('reads everything that is known of a token', () => {
    const token = read({
      status: 'revoked (exposed)',
      policies: [
        {
          id: 'p1',
          effect: 'allow',
          resources: { 'com.cloudflare.api.account.x': { 'com.cloudflare.api.account.zone.*': '*' } },
          permission_groups: [{ id: 'g1', name: 'DNS Write', meta: { key: 'x' } }, { id: 'g2' }],
        },
      ],
      condition: { request_ip: { in: ['192.0.2.1/32'], not_in: ['198.51.100.1/32'] } },
      issued_on: '2026-01-01T00:00:00Z',
      modified_on: '2026-01-02T00:00:00Z',
      last_used_on: '2026-01-03T00:00:00Z',
      not_before: '2018-07-01T05:20:00Z',
      expires_on: '2030-01-01T00:00:00Z',
      creator_email_at_creation: 'a@example.com',
    });
    assert.deepEqual(token, {
      id: 't1',
      owner: OWNER,
      name: 'One',
      status: 'revoked (exposed)',
      policies: [
        {
          effect: 'allow',
          groups: [{ id: 'g1', name: 'DNS Write' }, { id: 'g2' }],
          resources: { 'com.cloudflare.api.account.x': { 'com.cloudflare.api.account.zone.*': '*' } },
        },
      ],
      condition: { allow: ['192.0.2.1/32'], deny: ['198.51.100.1/32'] },
      issuedOn: '2026-01-01T00:00:00Z',
      modifiedOn: '2026-01-02T00:00:00Z',
      lastUsedOn: '2026-01-03T00:00:00Z',
      notBefore: '2018-07-01T05:20:00Z',
      expiresOn: '2030-01-01T00:00:00Z',
      creatorEmail: 'a@example.com',
    });
  });

  it('takes null as absent, and both spellings of the IP condition', () => {
    const nulls = { policies: null, condition: null, not_before: null, expires_on: null, last_used_on: null };
    assert.deepEqual(read(nulls), { id: 't1', owner: OWNER, name: 'One', status: 'active', policies: [] });
    assert.deepEqual(read({ condition: { 'request.ip': { in: ['::1/128'], not_in: null } } }).condition, {
      allow: ['::1/128'],
    });
    assert.equal(read({ condition: {} }).condition, undefined);
  });

  it('never carries the secret or what only Cloudflare decides', () => {
    const token = read({ value: 'cfat_secret', provisioner_type: 'oauth', provisioner_id: 'x' });
    assert.ok(!JSON.stringify(token).includes('cfat_secret'));
    assert.equal(token.unknown, undefined);
  });
});

describe('toBody', () => {
  it('writes the mutable part only, with whole seconds in UTC', () => {
    const body = toBody({
      name: 'One',
      policies: [{ effect: 'allow', groups: [{ id: 'g1', name: 'DNS Write' }], resources: { r: '*' } }],
      condition: { allow: ['192.0.2.1/32'] },
      notBefore: '2026-01-01T01:00:00.500+01:00',
      expiresOn: '2030-01-01T00:00:00.000Z',
      status: 'disabled',
    });
    assert.deepEqual(body, {
      name: 'One',
      policies: [{ effect: 'allow', resources: { r: '*' }, permission_groups: [{ id: 'g1' }] }],
      condition: { request_ip: { in: ['192.0.2.1/32'] } },
      not_before: '2026-01-01T00:00:00Z',
      expires_on: '2030-01-01T00:00:00Z',
      status: 'disabled',
    });
  });

  it('never writes an empty condition, which would lock the token out everywhere', () => {
    for (const condition of [{}, { allow: [] }, { allow: [], deny: [] }]) {
      assert.ok(!('condition' in toBody({ name: 'One', policies: [], condition })));
    }
  });

  it('refuses a time that is none, naming its field', () => {
    assert.throws(() => toBody({ name: 'One', policies: [], expiresOn: 'soon' }), {
      name: 'RangeError',
      message: 'expires_on',
    });
  });
});

describe('an edit that changes nothing', () => {
  it('sends back what this version does not know, at every level', () => {
    const policy = {
      effect: 'allow',
      resources: { r: '*' },
      permission_groups: [{ id: 'g1' }, { id: 'g2', within: 'office hours' }],
      priority: { of: 'the future' },
    };
    const condition = { request_ip: { in: ['192.0.2.1/32'], asn: [64500] }, device: { posture: ['strong'] } };
    const body = toBody(
      request(
        read({ policies: [{ id: 'p1', ...policy }], condition, tags: ['x'], note: null, quantum: true }),
      ),
    );
    assert.deepEqual(body, { name: 'One', policies: [policy], condition, tags: ['x'], quantum: true });
  });

  it('keeps what else restricts the token when the address lists are taken out', () => {
    const token = read({
      condition: { 'request.ip': { in: ['192.0.2.1/32'], asn: [64500] }, device: 'strong', note: null },
    });
    assert.deepEqual(token.otherConditions, { device: 'strong', request_ip: { asn: [64500] } });
    assert.deepEqual(toBody({ ...request(token), condition: {} })['condition'], {
      device: 'strong',
      request_ip: { asn: [64500] },
    });
  });

  it('means the same whatever the token', () => {
    const id = fc.stringMatching(/^[0-9a-f]{32}$/);
    // zod leaves out a key called __proto__, for everybody's safety; Cloudflare has no such resource.
    const key = fc.string().filter((text) => text !== '__proto__');
    const resources = fc.dictionary(key, fc.oneof(fc.string(), fc.dictionary(key, fc.string())));
    const policy = fc.record({
      effect: fc.constantFrom('allow', 'deny', 'maybe'),
      resources,
      permission_groups: fc.array(fc.record({ id })),
    });
    const time = fc
      .integer({ min: 0, max: 4e9 })
      .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000', ''));
    const cidrs = fc.array(fc.ipV4(), { minLength: 1 });
    const mutable = fc.record(
      {
        name: fc.string({ minLength: 1 }),
        policies: fc.array(policy),
        condition: fc.record({
          request_ip: fc.record({ in: cidrs, not_in: cidrs }, { requiredKeys: ['in'] }),
        }),
        not_before: time,
        expires_on: time,
      },
      { requiredKeys: ['name', 'policies'] },
    );
    fc.assert(
      fc.property(mutable, (answer) => {
        const answered = JSON.parse(JSON.stringify(answer)) as typeof answer;
        assert.deepEqual(toBody(request(read(answered))), answered);
      }),
    );
  });
});
