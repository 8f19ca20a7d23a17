// Answers what the webview asks, and keeps what must outlive it: VS Code discards a webview with its hidden tab,
// while a token may be on its way. Knows nothing of VS Code, so that it is tested without one.
import * as l10n from '@vscode/l10n';
import type { Draft } from '../tokens/draft.ts';
import { sameOwner } from '../tokens/owner.ts';
import { PRESETS } from '../tokens/presets.ts';
import { variablesOfPreset } from '../tokens/presetVariables.ts';
import type { Token } from '../tokens/token.ts';
import {
  type Answer,
  type CreatedToken,
  type Creation,
  type HostMessage,
  type OwnerChoice,
  type OwnerRef,
  type Problem,
  readWebviewMessage,
  type Request,
  type Start,
} from './messages.ts';
import type { BuildRequest, SaveResult, WizardServices } from './services.ts';

export interface ConversationOptions {
  readonly services: WizardServices;
  readonly buildRequest: BuildRequest;
  readonly start: Start;
  /** The token that the page had made before the window was reloaded. */
  readonly made?: CreatedToken;
  /** The contents of VS Code's localization bundle, where the display language has one. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly post: (message: HostMessage) => void;
  readonly copyText: (text: string) => PromiseLike<void>;
  /** The panel was closed while a token was on its way, and this is what became of it. */
  readonly endedAfterClosing: (creation: Creation) => void;
  /** Closes the panel. */
  readonly close: () => void;
}

/** Where commands take the secret from unless the token is for a tool; the name that Cloudflare's own tools read. */
const COMMAND_VARIABLE = 'CLOUDFLARE_API_TOKEN';

export interface Conversation {
  /** Takes one message of the webview, whatever it is. */
  readonly hear: (data: unknown) => Promise<void>;
  /** Is there a draft in the panel that has not become a token yet? */
  readonly unfinished: boolean;
  /** The id of the token that is edited here, as far as the webview has told. */
  readonly edits: string | undefined;
  /** The person asked for what is open here already. */
  readonly askedAgain: () => void;
  readonly dispose: () => void;
}

/** Starts to talk with one wizard; nothing is posted before the webview says that it is ready. */
export function startConversation(options: ConversationOptions): Conversation {
  const { services } = options;
  let ready = false;
  let closed = false;
  let creation: Creation =
    options.made === undefined ? { state: 'idle' } : { state: 'created', token: options.made };
  /** The page's work that the creation is about. */
  let workOfCreation: string | undefined;
  /** The tokens that this wizard made or found, by id: the page gets at no others, whatever it asks. */
  const own = new Map<string, CreatedToken>(options.made && [[options.made.tokenId, options.made]]);
  let edits = options.start.edit;

  const stopTelling = services.onOwnersChanged(() => {
    if (ready) void services.owners().then((owners) => post({ type: 'owners', owners }), ignoreFailedRefresh);
  });

  const stopTellingTemplates = services.onTemplatesChanged(() => {
    if (ready) void tellTemplates();
  });

  async function tellTemplates(): Promise<void> {
    post({ type: 'templates', templates: await services.templates().catch(() => []) });
  }

  function post(message: HostMessage): void {
    if (!closed) options.post(message);
  }

  function ownToken(tokenId: string): CreatedToken {
    const token = own.get(tokenId);
    if (token !== undefined) return token;
    throw new Refusal(
      l10n.t('This page did not make that token. What can be done with it is in its row in the tree.'),
    );
  }

  function announce(next: Creation): void {
    creation = next;
    const token = next.state === 'created' ? next.token : next.state === 'lost' ? next.found : undefined;
    if (token !== undefined) own.set(token.tokenId, token);
    if (closed) options.endedAfterClosing(next);
    if (ready) post({ type: 'creation', creation });
  }

  async function greet(): Promise<void> {
    const owners = await services.owners().catch(() => []);
    ready = true;
    post({
      type: 'init',
      ...(options.texts === undefined ? {} : { texts: { ...options.texts } }),
      owners,
      start: options.start,
      creation,
    });
    await tellTemplates();
  }

  async function answer(request: Request): Promise<Answer> {
    switch (request.ask) {
      case 'catalogue':
        return { to: 'catalogue', entries: (await services.catalogue(request.of)).entries };
      case 'accounts':
        return { to: 'accounts', accounts: await services.accounts(request.of) };
      case 'zones': {
        const { items, hasMore, total } = await services.zones(request.of, request.search, request.page);
        const zones = items.map(({ id, name, accountName }) => ({ id, name, account: accountName }));
        return { to: 'zones', zones, page: request.page, hasMore, ...(total === undefined ? {} : { total }) };
      }
      case 'openToken':
        return { to: 'openToken', opened: await services.open(request.of, request.tokenId) };
      case 'pickToken': {
        const token = await services.pickToken();
        return { to: 'pickToken', ...(token === undefined ? {} : { token }) };
      }
      case 'saveTemplate': {
        const saved = await services.saveTemplate(request.of, request.draft);
        return { to: 'saveTemplate', outcome: saved ? 'done' : 'cancelled' };
      }
      case 'openTemplate':
        await services.openTemplate(request.key);
        return { to: 'openTemplate' };
      case 'openSource': {
        const address = sourceOf(request.preset, request.source);
        if (address !== undefined) await services.openPage(address);
        return { to: 'openSource' };
      }
      case 'buckets':
        return {
          to: 'buckets',
          names: await services.buckets(request.of, request.accountId, request.jurisdiction),
        };
      case 'preview': {
        const { base } = request;
        const { method, path, body } = services.preview(
          request.of,
          await requestOf(request.of, request.draft, base),
          base?.id,
        );
        return { to: 'preview', method, path, body: JSON.stringify(body, undefined, 2) };
      }
      case 'exports': {
        const { of: owner, draft, base } = request;
        return {
          to: 'exports',
          exports: await services.exports(owner, await requestOf(owner, draft, base)),
        };
      }
      case 'tokenNames': {
        const tokens = await services.tokenNames(request.of);
        return { to: 'tokenNames', tokens: tokens.map(({ id, name }) => ({ id, name })) };
      }
      case 'create':
        await create(request.of, request.draft, request.work);
        return { to: 'create' };
      case 'lookAgain':
        await look(request.work);
        return { to: 'lookAgain' };
      case 'save':
        await save(request.of, request.draft, request.base);
        return { to: 'save' };
      case 'rollFound': {
        const token = ownToken(request.token.tokenId);
        const rolled = await services.rollFound(token, workOfCreation);
        if (rolled) announce({ state: 'created', token });
        return { to: 'rollFound', outcome: rolled ? 'done' : 'cancelled' };
      }
      case 'deleteFound': {
        const deleted = await services.deleteFound(ownToken(request.token.tokenId), workOfCreation);
        if (deleted) announce({ state: 'idle' });
        return { to: 'deleteFound', outcome: deleted ? 'done' : 'cancelled' };
      }
      case 'secretState': {
        const token = ownToken(request.token.tokenId);
        const variable = variableOf(request.preset);
        return {
          to: 'secretState',
          where: await services.whereabouts(token.tokenId),
          command: services.verifyCommand(token, variable),
          variable,
        };
      }
      case 'retryStore':
        return retryStore(ownToken(request.tokenId).tokenId);
      case 'copySecret': {
        const { tokenId } = ownToken(request.tokenId);
        return { to: 'copySecret', clearsAfter: await services.copySecret(tokenId) };
      }
      case 'insertSecret':
        await services.insertSecret(
          ownToken(request.tokenId).tokenId,
          request.holds,
          variablesOfPreset(request.preset, request.holds),
        );
        return { to: 'insertSecret' };
      case 'copyS3Secret': {
        const { tokenId } = ownToken(request.tokenId);
        return { to: 'copyS3Secret', clearsAfter: await services.copyS3Secret(tokenId) };
      }
      case 'openTerminal': {
        const variable = variableOf(request.preset);
        const opened = await services.openTerminal(ownToken(request.tokenId).tokenId, variable);
        return { to: 'openTerminal', opened, variable };
      }
      case 'revealSecret': {
        const { tokenId } = ownToken(request.tokenId);
        return { to: 'revealSecret', secret: (await services.revealSecret(tokenId)).reveal() };
      }
      case 'testSecret':
        return { to: 'testSecret', ...(await services.testSecret(ownToken(request.token.tokenId))) };
      case 'copyText':
        await options.copyText(request.text);
        return { to: 'copyText' };
      case 'connect':
        await services.connect();
        return { to: 'connect' };
      case 'close':
        options.close();
        return { to: 'close' };
    }
  }

  function problemOf(error: unknown): Problem {
    return error instanceof Refusal ? { message: error.message } : services.problemOf(error);
  }

  async function requestOf(of: OwnerRef, draft: Draft, current?: Token) {
    const owners = await services.owners();
    return options.buildRequest(draft, ownerOf(owners, of), current);
  }

  /** Sends one request to create, never two at a time; how it ends is announced, since the webview may be gone by then. */
  async function create(of: OwnerRef, draft: Draft, work: string): Promise<void> {
    if (creation.state === 'running') return;
    workOfCreation = work;
    announce({ state: 'running' });
    try {
      const result = await services.create(of, await requestOf(of, draft), work);
      if (result.outcome === 'created') {
        announce({ state: 'created', token: { ...of, tokenId: result.tokenId, name: draft.name } });
        return;
      }
      const { problem, found } = result;
      announce({
        state: 'lost',
        problem,
        ...(found === undefined ? {} : { found: { ...of, tokenId: found.tokenId, name: draft.name } }),
      });
    } catch (error) {
      announce({ state: 'refused', problem: problemOf(error) });
    }
  }

  /** Finds out what became of a create that nobody heard the end of. */
  async function look(work: string): Promise<void> {
    if (creation.state === 'running') return;
    const ending = services.attempted(work);
    if (ending === undefined) return;
    workOfCreation = work;
    announce({ state: 'running' });
    announce(
      await ending.catch((error: unknown): Creation => ({ state: 'lost', problem: problemOf(error) })),
    );
  }

  /** Saves an edit, never two at a time. How it ends is announced, as for a create. */
  async function save(of: OwnerRef, draft: Draft, base: Token): Promise<void> {
    if (creation.state === 'running') return;
    announce({ state: 'running' });
    try {
      const owner = ownerOf(await services.owners(), of);
      const requestFor = (current: Token) => options.buildRequest(draft, owner, current);
      announce(afterSave(await services.save(of, { base, requestFor })));
    } catch (error) {
      announce({ state: 'refused', problem: problemOf(error) });
    }
  }

  async function retryStore(tokenId: string): Promise<Answer> {
    try {
      await services.retryStore(tokenId);
      return { to: 'retryStore', where: await services.whereabouts(tokenId) };
    } catch (error) {
      const where = await services.whereabouts(tokenId);
      return { to: 'retryStore', where, problem: problemOf(error) };
    }
  }

  return {
    async hear(data) {
      const message = readWebviewMessage(data);
      if (message === undefined) return;
      if (message.type === 'ready') {
        edits = message.edits ?? edits;
        // How another work of this page ended, before the person started over, is none of this one's.
        if (workOfCreation !== undefined && message.work !== workOfCreation) creation = { state: 'idle' };
        await greet();
        if (message.work !== undefined && creation.state === 'idle') await look(message.work);
        return;
      }
      try {
        post({ type: 'reply', id: message.id, answer: await answer(message.request) });
      } catch (error) {
        post({ type: 'failed', id: message.id, problem: problemOf(error) });
      }
    },

    get unfinished() {
      return creation.state !== 'created';
    },

    get edits() {
      return edits;
    },

    askedAgain() {
      if (ready) post({ type: 'askedAgain' });
    },

    dispose() {
      closed = true;
      stopTelling();
      stopTellingTemplates();
    },
  };
}

function afterSave(result: SaveResult): Creation {
  switch (result.outcome) {
    case 'saved':
      return { state: 'saved', opened: result.opened };
    case 'conflict':
      return { state: 'conflict', theirs: result.theirs };
    case 'gone':
    case 'unsure':
      return { state: result.outcome, problem: result.problem };
    case 'cancelled':
      return { state: 'idle' };
  }
}

function ownerOf(owners: readonly OwnerChoice[], of: OwnerRef): OwnerChoice {
  const choice = owners.find(
    ({ connectionId, owner }) => connectionId === of.connectionId && sameOwner(owner, of.owner),
  );
  if (choice === undefined) {
    throw new Refusal(l10n.t('The connection was closed. Connect to Cloudflare again, then try once more.'));
  }
  return choice;
}

/** The variable that the tool reads the token from. */
function variableOf(preset: string | undefined): string {
  return variablesOfPreset(preset, 'token')[0] ?? COMMAND_VARIABLE;
}

/** The address of a preset's source; only those of our own data, and only on the web. */
function sourceOf(preset: string, source: number): string | undefined {
  const address = PRESETS.find(({ key }) => key === preset)?.sources[source];
  return address?.startsWith('https://') === true ? address : undefined;
}

/** What the conversation itself says no to, in words for the person. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The list on screen stays as it was; the next one tells. */
function ignoreFailedRefresh(): void {
  return undefined;
}
