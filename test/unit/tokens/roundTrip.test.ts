// Any token, opened as a draft and sent back, means what it meant; and the summary leaves nothing of it out.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { toBody } from '../../../src/cloudflare/mapping.ts';
import { entryOf, entryWords } from '../../../src/tokens/catalogue.ts';
import { diffOf } from '../../../src/tokens/diff.ts';
import { draftOf, samePolicies } from '../../../src/tokens/policies.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { requestForEdit, requestFromToken } from '../../../src/tokens/request.ts';
import { bodyOf } from '../../../src/tokens/requestBody.ts';
import { draftSentences } from '../../../src/tokens/sentences.ts';
import { parseResources, resourceWords } from '../../../src/tokens/resources.ts';
import { CATALOGUE, NO_NAMES, tokens, USER_ID } from './generated.ts';

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
      { numRuns: 1000 },
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
      { numRuns: 1000 },
    );
  });

  it('is shown as it is sent', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const request = requestFromToken(token, {});
        assert.deepEqual(bodyOf(request), toBody(request));
      }),
    );
  });
});
