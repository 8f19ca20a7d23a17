// Any token, opened as a draft and sent back, means what it meant; and the summary leaves nothing of it out.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { toBody, toToken } from '../../../src/cloudflare/mapping.ts';
import { readToken } from '../../../src/cloudflare/schemas.ts';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import { diffOf } from '../../../src/tokens/diff.ts';
import { draftOf, samePolicies } from '../../../src/tokens/policies.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { requestForEdit, requestFromToken } from '../../../src/tokens/request.ts';
import { bodyOf } from '../../../src/tokens/requestBody.ts';
import { draftSentences } from '../../../src/tokens/sentences.ts';
import { parseResources, resourceWords } from '../../../src/tokens/resources.ts';
import { dateWords, parseTime } from '../../../src/tokens/times.ts';
import { CATALOGUE, NO_NAMES, tokens, USER_ID } from './generated.ts';

/** What answers hold beside what a person decides. */
const answers = fc.record({
  spelling: fc.constantFrom('request_ip', 'request.ip'),
  extra: fc.constantFrom({}, { tags: ['x'] }, { limits: { daily: 3, hourly: null } }),
  nulls: fc.constantFrom(
    {},
    { condition: null, not_before: null, expires_on: null, last_used_on: null, tier: null },
  ),
});

const NOW = new Date('2026-11-23T12:00:00Z');
const CONTEXT = { userId: USER_ID };

describe('a token that is opened and sent back', () => {
  it('means the same in every respect', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const request = requestForEdit(draftOf(token, CATALOGUE, NO_NAMES), token, CONTEXT);
        const body = bodyOf(request);
        const before = bodyOf(requestFromToken(token, {}));
        // Policies are compared by what they mean, below.
        assert.deepEqual({ ...body, policies: [] }, { ...before, policies: [] });
        assert.ok(samePolicies(request.policies, token.policies), JSON.stringify(request));
        assert.deepEqual(diffOf(token, request, CATALOGUE, NO_NAMES, NOW), { changes: [], breaks: [] });
        const draft = draftOf(token, CATALOGUE, NO_NAMES);
        assert.deepEqual(diffOf(token, draft, CATALOGUE, NO_NAMES, NOW), { changes: [], breaks: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('means the same to Cloudflare, whatever its answer holds', () => {
    fc.assert(
      fc.property(tokens, answers, (token, { spelling, extra, nulls }) => {
        const body = bodyOf(requestFromToken(token, {}));
        const { condition, ...rest } = body as { condition?: Record<string, unknown> };
        const { request_ip: lists, ...others } = condition ?? {};
        const answer = readToken(
          structuredClone({
            ...nulls,
            ...rest,
            ...extra,
            id: token.id,
            status: token.status,
            issued_on: '2018-07-01T05:20:00Z',
            policies: token.policies.map((policy, index) => ({
              ...policy.unknown,
              id: `policy ${index}`,
              effect: policy.effect,
              resources: policy.resources,
              permission_groups: policy.groups.map(({ id, unknown }) => ({
                ...unknown,
                id,
                name: 'A name',
                meta: { key: 'x' },
              })),
            })),
            ...(condition && { condition: { ...others, ...(lists !== undefined && { [spelling]: lists }) } }),
          }),
        );
        assert.ok(answer);
        const read = toToken(answer, token.owner);
        const request = requestForEdit(draftOf(read, CATALOGUE, NO_NAMES), read, CONTEXT);
        const sent = toBody(request);
        assert.deepEqual({ ...sent, policies: [] }, { ...body, ...extra, policies: [] });
        assert.ok(samePolicies(request.policies, token.policies));
      }),
      { numRuns: 500 },
    );
  });

  it('has a summary that names every permission and every resource', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const draft = draftOf(token, CATALOGUE, NO_NAMES);
        const text = draftSentences(draft, CATALOGUE, NO_NAMES, NOW).grants.join('\n');
        for (const { groups, resources } of token.policies) {
          for (const group of groups) {
            const words = plain(entryWords(entryOf(CATALOGUE, group)));
            assert.ok(text.includes(words), `${words} is not in:\n${text}`);
          }
          if (groups.length === 0) continue;
          for (const resource of parseResources(resources)) {
            const words = resourceWords(resource, NO_NAMES);
            assert.ok(text.includes(words), `${words} is not in:\n${text}`);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a summary that names every address, every further condition, and both dates', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const draft = draftOf(token, CATALOGUE, NO_NAMES);
        const { restrictions, dates } = draftSentences(draft, CATALOGUE, NO_NAMES, NOW, { timeZone: 'UTC' });
        const { allow = [], deny = [] } = token.condition ?? {};
        const text = restrictions.join('\n');
        for (const words of [...allow, ...deny, ...Object.keys(token.otherConditions ?? {})])
          assert.ok(text.includes(words), `${words} is not in:\n${text}`);
        for (const time of [token.notBefore, token.expiresOn].flatMap((one) => parseTime(one) ?? []))
          assert.ok(dates.some((line) => line.includes(dateWords(time, { timeZone: 'UTC' }))));
      }),
    );
  });
});
