// Invariant: no text about a token can hold a secret, because nothing those texts are made from can.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { draftOf, policiesOf } from '../../../src/tokens/policies.ts';
import { headlineOf } from '../../../src/tokens/headline.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import { requestFromToken, requestOf } from '../../../src/tokens/request.ts';
import { Secret } from '../../../src/tokens/secret.ts';
import { draftSentences, sentencesOf } from '../../../src/tokens/sentences.ts';
import { stateOf } from '../../../src/tokens/state.ts';
import type { Token } from '../../../src/tokens/token.ts';
import { verifyCommand } from '../../../src/tokens/verifyCommand.ts';
import { CATALOGUE, groupId, NO_NAMES } from './generated.ts';

const CANARY = 'cfut_CanaryCanaryCanaryCanaryCanaryCanaryCana0000';
const NOW = new Date('2026-11-23T12:00:00Z');

describe('a secret and the texts about its token', () => {
  it('do not fit each other’s types', () => {
    const secret = new Secret(CANARY);
    // @ts-expect-error a label is made from a text, never from a secret
    assert.throws(() => plain(secret));
    // @ts-expect-error a token has no place for its secret
    const token: Token = { id: '', owner: { kind: 'user' }, name: secret, status: 'active', policies: [] };
    assert.ok(!JSON.stringify(token).includes(CANARY));
  });

  it('stay apart even where a secret was put among the fields of a token', () => {
    const secret = new Secret(CANARY);
    const token: Token = {
      id: 'b'.repeat(32),
      owner: { kind: 'user' },
      name: 'Deploy',
      status: 'active',
      policies: [
        {
          effect: 'allow',
          groups: [{ id: groupId('zone', 'DNS Write') }],
          resources: { 'com.cloudflare.api.account.zone.*': '*' },
        },
      ],
      unknown: { value: secret },
    };
    const draft = draftOf(token, CATALOGUE, NO_NAMES);
    const texts = [
      headlineOf(token, CATALOGUE, NO_NAMES, NOW),
      stateOf(token, NOW),
      sentencesOf(token, CATALOGUE, NO_NAMES, NOW),
      draft,
      draftSentences(draft, CATALOGUE, NO_NAMES, NOW),
      policiesOf(draft, {}),
      requestOf(draft, {}),
      requestFromToken(token, {}),
      verifyCommand(token.owner, 'https://api.cloudflare.com/client/v4'),
    ];
    assert.ok(!JSON.stringify(texts).includes(CANARY));
  });
});
