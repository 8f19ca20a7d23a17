// What the host answers, when, and what it never says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Secret } from '../../../src/tokens/secret.ts';
import type { Draft } from '../../../src/tokens/draft.ts';
import { requestForEdit, requestOf } from '../../../src/tokens/request.ts';
import { startConversation } from '../../../src/wizard/conversation.ts';
import {
  type Answer,
  type Creation,
  type CreatedToken,
  type HostMessage,
  madeBefore,
  readHostMessage,
  readWebviewMessage,
  type Request,
} from '../../../src/wizard/messages.ts';
import type { SaveResult, WizardServices } from '../../../src/wizard/services.ts';
import type { ResourceValue, TokenRequest } from '../../../src/tokens/token.ts';
import { toKept } from '../../../webview/wizard/kept.ts';
import { account, CANARY, entry, opened, services, TOKEN, user, USER, ZONE } from './fixtures.ts';

const draft: Draft = {
  name: 'Deploy',
  owner: user.owner,
  parts: [
    {
      groups: [{ id: entry('DNS Write').id }],
      target: { scope: 'zone', zones: { chosen: [{ id: ZONE }] }, except: [] },
    },
    { groups: [{ id: entry('User Details Read').id }], target: { scope: 'user' } },
  ],
  carried: [],
};
const of = { connectionId: user.connectionId, owner: user.owner };
/** The id of the page's work. */
const WORK = 'f'.repeat(32);
const token = { ...of, tokenId: TOKEN, name: 'Deploy' };

function talk(replaced: Partial<WizardServices> = {}, made?: CreatedToken) {
  const posted: HostMessage[] = [];
  const endedLater: string[] = [];
  const conversation = startConversation({
    services: services(replaced),
    buildRequest: (one, { userId }, current) => {
      const context = userId === undefined ? {} : { userId };
      return current === undefined ? requestOf(one, context) : requestForEdit(one, current, context);
    },
    start: {},
    ...(made === undefined ? {} : { made }),
    post: (message) => posted.push(message),
    copyText: () => Promise.resolve(),
    endedAfterClosing: ({ state }) => void endedLater.push(state),
    close: () => undefined,
  });
  let id = 0;
  return {
    conversation,
    posted,
    endedLater,
    ready: (work?: string) => conversation.hear({ type: 'ready', ...(work === undefined ? {} : { work }) }),
    ask: async (request: Request): Promise<HostMessage | undefined> => {
      const mine = ++id;
      await conversation.hear({ type: 'request', id: mine, request });
      return posted.find((message) => 'id' in message && message.id === mine);
    },
  };
}

const creations = (posted: readonly HostMessage[]) =>
  posted.flatMap((message) => (message.type === 'creation' ? [message.creation.state] : []));

describe('the conversation with the webview', () => {
  it('tells how a create ended whose page was closed meanwhile, and posts nothing into the void', async () => {
    let answer = (): void => undefined;
    const created = new Promise<{ outcome: 'created'; tokenId: string }>((resolve) => {
      answer = () => resolve({ outcome: 'created', tokenId: TOKEN });
    });
    const { conversation, posted, endedLater, ready, ask } = talk({ create: () => created });
    await ready();
    const asked = ask({ ask: 'create', of, draft, work: WORK });
    conversation.dispose();
    const before = posted.length;
    answer();
    await asked;
    assert.deepEqual(endedLater, ['created']);
    assert.equal(posted.length, before);
  });

  it('says nothing before the webview is ready, and then what there is', async () => {
    let ownersChanged: () => void = () => undefined;
    const { posted, ready } = talk({
      onOwnersChanged: (tell) => {
        ownersChanged = tell;
        return () => undefined;
      },
    });
    ownersChanged();
    await new Promise(setImmediate);
    assert.equal(posted.length, 0);
    await ready();
    assert.equal(posted[0]?.type, 'init');
    ownersChanged();
    await new Promise(setImmediate);
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['init', 'templates', 'owners'],
    );
  });

  it('tells the person’s own templates again when a file changes', async () => {
    let changed: () => void = () => undefined;
    let file = 'one.json';
    const { posted, ready } = talk({
      templates: () =>
        Promise.resolve([{ key: file, file, flaws: [{ path: '', message: 'Not JSON.', line: 1 }] }]),
      onTemplatesChanged: (tell) => {
        changed = tell;
        return () => undefined;
      },
    });
    await ready();
    file = 'two.json';
    changed();
    await new Promise(setImmediate);
    assert.deepEqual(
      posted.flatMap((message) =>
        message.type === 'templates' ? message.templates.map(({ key }) => key) : [],
      ),
      ['one.json', 'two.json'],
    );
  });

  it('opens sources of our own presets, and no other address', async () => {
    const opened: string[] = [];
    const { ask, ready } = talk({
      openPage: (address) => {
        opened.push(address);
        return Promise.resolve();
      },
    });
    await ready();
    await ask({ ask: 'openSource', preset: 'lego', source: 0 });
    await ask({ ask: 'openSource', preset: 'lego', source: 99 });
    await ask({ ask: 'openSource', preset: 'https://evil.example', source: 0 });
    assert.equal(opened.length, 1);
    assert.match(opened[0] ?? '', /^https:\/\/github\.com\/go-acme\//);
  });

  it('answers a request under its own id, and a failing one with the reason', async () => {
    const { ask, ready } = talk({ accounts: () => Promise.reject(new Error('No network.')) });
    await ready();
    const zones = await ask({ ask: 'zones', of, search: 'exa', page: 1 });
    assert.deepEqual(zones, {
      type: 'reply',
      id: 1,
      answer: {
        to: 'zones',
        zones: [{ id: ZONE, name: 'example.com', account: 'Acme' }],
        page: 1,
        hasMore: false,
        total: 1,
      },
    });
    assert.deepEqual(await ask({ ask: 'accounts', of }), {
      type: 'failed',
      id: 2,
      problem: { message: 'No network.' },
    });
  });

  it('ignores what is no message of ours', async () => {
    const { conversation, posted } = talk();
    for (const junk of [
      undefined,
      null,
      'ready',
      { type: 'other' },
      { type: 'request', id: 1, request: { ask: 'shell' } },
    ]) {
      await conversation.hear(junk);
    }
    assert.deepEqual(posted, []);
  });

  it('creates what the draft says, for the user behind the connection', async () => {
    const requests: unknown[] = [];
    const { ask, posted, ready } = talk({
      create: (_of, request) => {
        requests.push(request);
        return Promise.resolve({ outcome: 'created', tokenId: TOKEN });
      },
    });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    assert.deepEqual(requests, [requestOf(draft, { userId: USER })]);
    assert.deepEqual(creations(posted), ['running', 'created']);
  });

  it('never sends two creates at a time', async () => {
    let finish: () => void = () => undefined;
    let count = 0;
    const { ask, posted, ready } = talk({
      create: async () => {
        count++;
        await new Promise<void>((resolve) => (finish = resolve));
        return { outcome: 'created', tokenId: TOKEN };
      },
    });
    await ready();
    const first = ask({ ask: 'create', of, draft, work: WORK });
    await new Promise(setImmediate);
    await ask({ ask: 'create', of, draft, work: WORK });
    finish();
    await first;
    assert.equal(count, 1);
    assert.deepEqual(creations(posted), ['running', 'created']);
  });

  it('tells a webview that comes back how the create ended meanwhile', async () => {
    const { ask, posted, ready } = talk();
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    await ready(WORK);
    const last = posted.findLast(({ type }) => type === 'init');
    assert.ok(last?.type === 'init');
    assert.deepEqual(last.creation, { state: 'created', token });
    await ready('another work, begun after that one');
    const next = posted.findLast(({ type }) => type === 'init');
    assert.ok(next?.type === 'init');
    assert.deepEqual(next.creation, { state: 'idle' });
  });

  it('finds out for a page of an earlier window what became of its create', async () => {
    const lost: Creation = { state: 'lost', problem: { message: 'Lost.' }, found: token };
    const works: unknown[] = [];
    const { ask, posted, ready } = talk({
      attempted: (work) => (work === WORK ? Promise.resolve(lost) : undefined),
      rollFound: (_token, work) => {
        works.push(work);
        return Promise.resolve(true);
      },
    });
    await ready('a page that never sent anything');
    assert.deepEqual(creations(posted), []);
    await ready(WORK);
    assert.deepEqual(creations(posted), ['running', 'lost']);
    await ask({ ask: 'rollFound', token });
    assert.deepEqual(creations(posted), ['running', 'lost', 'created']);
    assert.deepEqual(works, [WORK]);
  });

  it('looks again when asked, and says why when nobody could look', async () => {
    const { ask, posted, ready } = talk({ attempted: () => Promise.reject(new Error('No network.')) });
    await ready();
    await ask({ ask: 'lookAgain', work: WORK });
    assert.deepEqual(
      posted.findLast(({ type }) => type === 'creation'),
      {
        type: 'creation',
        creation: { state: 'lost', problem: { message: 'No network.' } },
      },
    );
  });

  describe('with an edit', () => {
    const { token: base, draft: edited } = opened();
    const save = { ask: 'save', of, base, draft: edited } as const;

    it('saves what the draft makes of the token as it is then', async () => {
      const requests: TokenRequest[] = [];
      const { ask, posted, ready } = talk({
        save: (_of, { requestFor }) => {
          requests.push(requestFor({ ...base, status: 'disabled', unknown: { seal: 1 } }));
          return Promise.resolve({ outcome: 'saved', opened: opened() });
        },
      });
      await ready();
      await ask({ ...save, draft: { ...edited, name: 'Renamed' } });
      assert.deepEqual(creations(posted), ['running', 'saved']);
      const [request] = requests;
      assert.deepEqual(
        [request?.name, request?.status, request?.unknown],
        ['Renamed', 'disabled', { seal: 1 }],
      );
    });

    it('tells a conflict, a deleted token, a lost answer and a change of mind apart', async () => {
      const problem = { message: 'Gone.' };
      const results: [SaveResult, string][] = [
        [{ outcome: 'conflict', theirs: opened({ name: 'Theirs' }) }, 'conflict'],
        [{ outcome: 'gone', problem }, 'gone'],
        [{ outcome: 'unsure', problem }, 'unsure'],
        [{ outcome: 'cancelled' }, 'idle'],
      ];
      for (const [result, state] of results) {
        const { ask, posted, ready } = talk({ save: () => Promise.resolve(result) });
        await ready();
        await ask(save);
        assert.deepEqual(creations(posted), ['running', state]);
      }
      const { ask, posted, ready } = talk({ save: () => Promise.reject(new Error('No.')) });
      await ready();
      await ask(save);
      assert.deepEqual(creations(posted), ['running', 'refused']);
    });

    it('shows the request that replaces the token', async () => {
      const { ask, ready } = talk({
        preview: (_of, _request, id) => ({ method: 'PUT', path: `/user/tokens/${id}`, body: {} }),
      });
      await ready();
      const shown = await ask({ ask: 'preview', of, draft: edited, base });
      assert.ok(shown?.type === 'reply' && shown.answer.to === 'preview');
      assert.equal(shown.answer.path, `/user/tokens/${TOKEN}`);
    });

    it('knows which token a page of an earlier window is about, and tells it when that is asked for again', async () => {
      const { conversation, posted } = talk();
      await conversation.hear({ type: 'ready', work: WORK, edits: TOKEN });
      assert.equal(conversation.edits, TOKEN);
      conversation.askedAgain();
      assert.equal(posted.at(-1)?.type, 'askedAgain');
    });
  });

  it('says what Cloudflare refused', async () => {
    const { ask, posted, ready } = talk({
      create: () => Promise.reject(new Error('refused')),
      problemOf: () => ({ message: 'You cannot give this.', field: 'parts', group: 'DNS Write' }),
    });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    const last = posted.findLast(({ type }) => type === 'creation');
    assert.deepEqual(last, {
      type: 'creation',
      creation: {
        state: 'refused',
        problem: { message: 'You cannot give this.', field: 'parts', group: 'DNS Write' },
      },
    });
  });

  it('says that the connection is gone, rather than create through another', async () => {
    const { ask, posted, ready } = talk({ owners: () => Promise.resolve([account]) });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    assert.deepEqual(creations(posted), ['running', 'refused']);
  });

  it('offers the token that a lost create made, and takes up what becomes of it', async () => {
    const { ask, posted, ready } = talk({
      create: () =>
        Promise.resolve({ outcome: 'lost', problem: { message: 'Lost.' }, found: { tokenId: TOKEN } }),
    });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    const lost = posted.findLast(({ type }) => type === 'creation');
    assert.deepEqual(lost, {
      type: 'creation',
      creation: { state: 'lost', problem: { message: 'Lost.' }, found: token },
    });
    await ask({ ask: 'rollFound', token });
    assert.deepEqual(creations(posted), ['running', 'lost', 'created']);
  });

  it('says where the secret is after another failed store', async () => {
    const { ask, ready } = talk({
      whereabouts: () => Promise.resolve('memory'),
      retryStore: () => Promise.reject(new Error('The keyring is locked.')),
    });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    assert.deepEqual(await ask({ ask: 'retryStore', tokenId: TOKEN }), {
      type: 'reply',
      id: 2,
      answer: { to: 'retryStore', where: 'memory', problem: { message: 'The keyring is locked.' } },
    });
  });
});

describe('a token that the page names', () => {
  const onToken: Request[] = [
    { ask: 'rollFound', token },
    { ask: 'deleteFound', token },
    { ask: 'secretState', token },
    { ask: 'retryStore', tokenId: TOKEN },
    { ask: 'copySecret', tokenId: TOKEN },
    { ask: 'insertSecret', tokenId: TOKEN, holds: 'token' },
    { ask: 'copyS3Secret', tokenId: TOKEN },
    { ask: 'openTerminal', tokenId: TOKEN },
    { ask: 'revealSecret', tokenId: TOKEN },
    { ask: 'testSecret', token },
  ];
  const refused = (message: HostMessage | undefined) =>
    message?.type === 'failed' && message.problem.message.startsWith('This page did not make that token.');

  it('is answered for when it was made here, and for no other', async () => {
    const asked: string[] = [];
    const note = <T>(answer: T) => {
      asked.push('a service');
      return Promise.resolve(answer);
    };
    const { ask, ready } = talk({
      create: () => Promise.resolve({ outcome: 'created', tokenId: 'e'.repeat(32) }),
      rollFound: () => note(true),
      deleteFound: () => note(true),
      whereabouts: () => note('stored'),
      retryStore: () => note(undefined),
      copySecret: () => note(60),
      insertSecret: () => note(undefined),
      revealSecret: () => note(new Secret(CANARY)),
      testSecret: () => note({ works: true, message: '' }),
    });
    await ready();
    for (const request of onToken) assert.ok(refused(await ask(request)), request.ask);
    await ask({ ask: 'create', of, draft, work: WORK });
    for (const request of onToken) assert.ok(refused(await ask(request)), request.ask);
    assert.deepEqual(asked, []);
    const mine = await ask({ ask: 'revealSecret', tokenId: 'e'.repeat(32) });
    assert.equal(mine?.type, 'reply');
  });

  it('is the one that the host knows under the id, whatever the page says of it', async () => {
    const tokens: CreatedToken[] = [];
    const { ask, ready } = talk({
      create: () =>
        Promise.resolve({ outcome: 'lost', problem: { message: 'Lost.' }, found: { tokenId: TOKEN } }),
      deleteFound: (one) => {
        tokens.push(one);
        return Promise.resolve(false);
      },
    });
    await ready();
    await ask({ ask: 'create', of, draft, work: WORK });
    await ask({ ask: 'deleteFound', token: { ...token, owner: account.owner, name: 'Harmless' } });
    assert.deepEqual(tokens, [token]);
  });

  it('is also the one that was made before the window was reloaded', async () => {
    const kept = toKept({
      id: WORK,
      dropped: [],
      step: 'secret',
      connectionId: of.connectionId,
      draft,
      edited: false,
      omitted: [],
      passed: [],
      sent: false,
      created: token,
    });
    const made = madeBefore(structuredClone(kept));
    assert.deepEqual(made, token);
    const { ask, ready, conversation } = talk({}, made);
    await ready();
    assert.equal(conversation.unfinished, false);
    for (const request of onToken) assert.ok(!refused(await ask(request)), request.ask);
    for (const junk of [undefined, null, 'x', { work: { created: 'x' } }]) {
      assert.equal(madeBefore(junk), undefined);
    }
  });
});

// All names of fields in a message; the answers with one for a secret; the services that give a secret.
type FieldsOf<T> = T extends readonly (infer Item)[]
  ? FieldsOf<Item>
  : T extends object
    ? { [K in keyof T & string]: string extends K ? FieldsOfValue<T[K]> : K | FieldsOf<T[K]> }[keyof T &
        string]
    : never;
/** Resources nest to any depth, with keys that are Cloudflare's. */
type FieldsOfValue<V> = ResourceValue extends V ? never : FieldsOf<V>;
type Carrying<A> = A extends { readonly to: infer To } ? ('secret' extends FieldsOf<A> ? To : never) : never;
type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Giving = {
  [K in keyof WizardServices]: ReturnType<WizardServices[K]> extends Promise<Secret> ? K : never;
}[keyof WizardServices];

describe('secrets and the webview', () => {
  it('only the answer to Reveal has a field for a secret, and only its service gives one', () => {
    const carrying: Same<Carrying<Answer>, 'revealSecret'> = true;
    const giving: Same<Giving, 'revealSecret'> = true;
    const elsewhere: Same<'secret' & FieldsOf<Exclude<HostMessage, { readonly type: 'reply' }>>, never> =
      true;
    assert.deepEqual([carrying, giving, elsewhere], [true, true, true]);
  });

  const everything: Request[] = [
    { ask: 'catalogue', of },
    { ask: 'accounts', of },
    { ask: 'zones', of, search: '', page: 1 },
    { ask: 'openToken', of, tokenId: TOKEN },
    { ask: 'preview', of, draft },
    { ask: 'exports', of, draft },
    { ask: 'tokenNames', of },
    { ask: 'save', of, draft, base: opened().token },
    { ask: 'lookAgain', work: WORK },
    { ask: 'create', of, draft, work: WORK },
    { ask: 'rollFound', token },
    { ask: 'deleteFound', token },
    { ask: 'secretState', token },
    { ask: 'retryStore', tokenId: TOKEN },
    { ask: 'copySecret', tokenId: TOKEN },
    { ask: 'insertSecret', tokenId: TOKEN, holds: 'token' },
    { ask: 'copyS3Secret', tokenId: TOKEN },
    { ask: 'openTerminal', tokenId: TOKEN },
    { ask: 'testSecret', token },
    { ask: 'copyText', text: 'curl' },
    { ask: 'connect' },
    { ask: 'close' },
  ];

  it('the secret crosses on Reveal, and on nothing else', async () => {
    const { ask, posted, ready } = talk();
    await ready();
    for (const request of everything) await ask(request);
    assert.ok(!JSON.stringify(posted).includes(CANARY));
    const revealed = await ask({ ask: 'revealSecret', tokenId: TOKEN });
    assert.deepEqual(revealed, {
      type: 'reply',
      id: everything.length + 1,
      answer: { to: 'revealSecret', secret: CANARY },
    });
    const asked = new Set<string>([...everything.map(({ ask: what }) => what), 'revealSecret']);
    assert.equal(asked.size, everything.length + 1);
  });

  it('a field that no message has is left out on the way', () => {
    const smuggled = { type: 'creation', creation: { state: 'created', token: { ...token, value: CANARY } } };
    assert.ok(!JSON.stringify(readHostMessage(smuggled)).includes(CANARY));
    const kept = {
      type: 'request',
      id: 1,
      request: { ask: 'create', of, draft: { ...draft, value: CANARY }, work: WORK },
    };
    assert.ok(!JSON.stringify(readWebviewMessage(kept)).includes(CANARY));
  });

  it('a Secret is no part of any message but as text on Reveal', () => {
    const wrapped = { type: 'reply', id: 1, answer: { to: 'revealSecret', secret: new Secret(CANARY) } };
    assert.equal(readHostMessage(wrapped), undefined);
  });
});
