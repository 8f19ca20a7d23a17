// The wizard's ports, put together from sessions, vault and insertion. No secret passes through here but to be kept,
// copied, inserted or, on Reveal, shown.
import * as vscode from 'vscode';
import { toBody } from './cloudflare/mapping.ts';
import { ApiError } from './cloudflare/errors.ts';
import { findLostTokens } from './cloudflare/lost.ts';
import { verifyWithPatience } from './cloudflare/patience.ts';
import type { CommandParts } from './commands/context.ts';
import { copyToClipboard } from './commands/copySecret.ts';
import { chooseToDuplicate } from './commands/duplicateToken.ts';
import { keepSecret, tellUnstored } from './commands/keepSecret.ts';
import type { Session } from './connections/session.ts';
import { insertSecret } from './insertion/insert.ts';
import { s3SecretOf } from './insertion/s3Secret.ts';
import { openTerminalWith } from './insertion/terminal.ts';
import { explain } from './problems.ts';
import { apiBaseUrl, clipboardClearSeconds } from './settings.ts';
import type { FoundTemplate, OwnTemplates } from './templates/ownTemplates.ts';
import { saveTemplate } from './templates/saveTemplate.ts';
import { asCurl } from './tokens/asCurl.ts';
import { asDashboardLink } from './tokens/asDashboardLink.ts';
import { asTerraform } from './tokens/asTerraform.ts';
import { buildCatalogue } from './tokens/catalogue.ts';
import { plain } from './tokens/markdown.ts';
import type { Secret } from './tokens/secret.ts';
import { dateAndRelative } from './tokens/times.ts';
import type { Owner, Token, TokenRequest } from './tokens/token.ts';
import { verifyCommand } from './tokens/verifyCommand.ts';
import { type Vault, VaultError } from './vault/vault.ts';
import type { Attempt, Attempts } from './wizard/attempts.ts';
import type { CreatedToken, Creation, OwnerRef, Problem } from './wizard/messages.ts';
import type { OwnTemplate } from './wizard/messages-draft.ts';
import type { CreateResult, WizardServices } from './wizard/services.ts';
import { createWizardEdits } from './wizardEdits.ts';

export interface WizardServiceParts extends CommandParts {
  readonly attempts: Attempts;
  readonly templates: OwnTemplates;
  /** The extension's global storage. */
  readonly storage: vscode.Uri;
  /** Shows a token that was just made in the tree. */
  readonly reveal: (connectionId: string, owner: Owner, tokenId: string) => Promise<void>;
}

/** Implements what the wizard needs. */
export function createWizardServices(parts: WizardServiceParts): WizardServices {
  const { sessions, vault, log, reveal, attempts, templates, storage } = parts;

  async function sessionOf({ connectionId }: OwnerRef): Promise<Session> {
    const session = await sessions.get(connectionId);
    if (session === undefined) {
      throw new ApiError({ kind: 'invalid', endpoint: '', message: 'The connection is gone.' });
    }
    return session;
  }

  async function secretOf(tokenId: string): Promise<Secret> {
    const envelope = await vault.get('token', tokenId);
    if (envelope === undefined)
      throw new VaultError(vscode.l10n.t('The secret is no longer there.'), undefined);
    return envelope.secret;
  }

  /** Keeps a new secret. Storing may fail without the token being any less made: the secret is then in memory. */
  async function keep(
    session: Session,
    token: Pick<Token, 'id' | 'name' | 'owner'>,
    secret: Secret,
  ): Promise<void> {
    try {
      await keepSecret(vault, session, token, secret, 'created');
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      log.error(`The secret of token ${token.id} is in memory only: ${error.message}`);
    }
  }

  async function create(of: OwnerRef, request: TokenRequest, work: string): Promise<CreateResult> {
    const session = await sessionOf(of);
    const known = (session.known(of.owner)?.tokens ?? []).map(({ id }) => id);
    const { connectionId, owner } = of;
    const { name, policies } = request;
    const sentAt = new Date().toISOString();
    await noted(attempts.begin({ work, connectionId, owner, name, policies, sentAt, known }));
    const outcome = await session.api.createToken(of.owner, request).catch(async (error: unknown) => {
      await noted(attempts.forget(work));
      throw error;
    });
    if (outcome.outcome === 'lost') {
      const found = await lostToken(session, of.owner, request, outcome.sentAt, known);
      return {
        outcome: 'lost',
        problem: { message: lostWords(found !== undefined, outcome.cause) },
        ...(found === undefined ? {} : { found: { tokenId: found.id } }),
      };
    }
    const { token, secret } = outcome;
    await keep(session, token, secret);
    await noted(attempts.made(work, token.id));
    session.learn(token);
    reveal(of.connectionId, of.owner, token.id).catch((error: unknown) =>
      log.warn(`Reveal: ${String(error)}`),
    );
    return { outcome: 'created', tokenId: token.id };
  }

  async function lostToken(
    session: Session,
    owner: Owner,
    request: TokenRequest,
    sentAt: Date,
    known: readonly string[],
  ): Promise<Token | undefined> {
    try {
      const [found] = await findLostTokens(session.api, { owner, request, sentAt, known });
      if (found !== undefined) session.learn(found);
      return found;
    } catch (error) {
      log.warn(`Looking for a lost token failed: ${error instanceof Error ? error.message : typeof error}`);
      return undefined;
    }
  }

  /** A note that cannot be kept is no reason to stop: it only helps after a reload. */
  async function noted(note: Promise<void>): Promise<void> {
    await note.catch((error: unknown) => {
      log.warn(`Remembering a create failed: ${error instanceof Error ? error.message : typeof error}`);
    });
  }

  function attempted(work: string): Promise<Creation> | undefined {
    const attempt = attempts.find(work);
    return attempt && endingOf(attempt);
  }

  async function endingOf({ connectionId, owner, name, tokenId, ...attempt }: Attempt): Promise<Creation> {
    const token = { connectionId, owner, name };
    if (tokenId !== undefined) return { state: 'created', token: { ...token, tokenId } };
    const session = await sessionOf(token);
    const lost = { owner, request: { name, policies: attempt.policies }, known: attempt.known };
    const [found] = await findLostTokens(session.api, { ...lost, sentAt: new Date(attempt.sentAt) });
    if (found === undefined) return { state: 'lost', problem: { message: unheardWords(false) } };
    session.learn(found);
    // The window may have gone between keeping the secret and taking note of that.
    if ((await vault.whereabouts('token', found.id)) !== 'none')
      return { state: 'created', token: { ...token, tokenId: found.id } };
    return {
      state: 'lost',
      problem: { message: unheardWords(true) },
      found: { ...token, tokenId: found.id },
    };
  }

  async function confirmed(question: string, detail: string, verb: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, verb)) === verb;
  }

  async function rollFound(token: CreatedToken, work: string | undefined): Promise<boolean> {
    const session = await sessionOf(token);
    const question = vscode.l10n.t('Roll the secret of “{0}”?', plain(token.name));
    const detail = vscode.l10n.t(
      'The secret that was lost on the way is replaced by a new one, which is stored here.',
    );
    if (!(await confirmed(question, detail, vscode.l10n.t('Roll Secret')))) return false;
    const outcome = await session.api.rollToken(token.owner, token.tokenId);
    if (outcome.outcome === 'lost') throw outcome.cause;
    await keep(session, { id: token.tokenId, name: token.name, owner: token.owner }, outcome.secret);
    if (work !== undefined) await noted(attempts.made(work, token.tokenId));
    await session.refresh(token.owner, token.tokenId);
    return true;
  }

  async function deleteFound(token: CreatedToken, work: string | undefined): Promise<boolean> {
    const session = await sessionOf(token);
    const question = vscode.l10n.t('Delete “{0}”?', plain(token.name));
    const detail = vscode.l10n.t(
      'Nothing can be using it: its secret was never shown. This cannot be undone.',
    );
    if (!(await confirmed(question, detail, vscode.l10n.t('Delete Token')))) return false;
    await session.api.deleteToken(token.owner, token.tokenId);
    session.drop(token.owner, token.tokenId);
    if (work !== undefined) await noted(attempts.forget(work));
    return true;
  }

  return {
    async owners() {
      return (await sessions.all()).flatMap(({ connection }) =>
        connection.owners.map(({ owner, name, rights }) => ({
          connectionId: connection.id,
          owner,
          name: name === '' ? vscode.l10n.t('Your user') : name,
          connection: connection.label,
          ...(owner.kind === 'user' && connection.userId !== undefined ? { userId: connection.userId } : {}),
          canCreate: rights === 'edit',
        })),
      );
    },

    onOwnersChanged(tell) {
      const subscription = sessions.onDidChangeConnections(tell);
      return () => {
        subscription.dispose();
      };
    },

    async catalogue(of) {
      const { api } = await sessionOf(of);
      return buildCatalogue(await api.listPermissionGroups(of.owner));
    },

    accounts: async (of) => (await sessionOf(of)).api.listAccounts(),

    async zones(of, search, page) {
      const accountId = of.owner.kind === 'account' ? { accountId: of.owner.accountId } : {};
      return (await sessionOf(of)).api.listZones({
        ...accountId,
        ...(search === '' ? {} : { search }),
        page,
      });
    },

    templates: async () => (await templates.list()).map(listedTemplate),
    onTemplatesChanged(tell) {
      const subscription = templates.onDidChange(tell);
      return () => {
        subscription.dispose();
      };
    },
    async saveTemplate(of, draft) {
      const catalogue = (await sessionOf(of)).catalogue(of.owner);
      return saveTemplate({ storage, templates }, draft, catalogue);
    },
    async openTemplate(key) {
      const found = (await templates.list()).find((template) => template.key === key);
      if (found !== undefined) await vscode.window.showTextDocument(found.uri);
    },
    async openPage(address) {
      await vscode.env.openExternal(vscode.Uri.parse(address, true));
    },
    pickToken: () => chooseToDuplicate({ sessions }, undefined),

    async buckets(of, accountId, jurisdiction) {
      const { api } = await sessionOf(of);
      return (await api.listBuckets(accountId, jurisdiction)).map(({ name }) => name);
    },

    preview(of, request, tokenId) {
      const path = of.owner.kind === 'user' ? '/user/tokens' : `/accounts/${of.owner.accountId}/tokens`;
      return tokenId === undefined
        ? { method: 'POST', path, body: toBody(request) }
        : { method: 'PUT', path: `${path}/${tokenId}`, body: toBody(request) };
    },

    async exports(of, request) {
      const session = await sessionOf(of);
      return {
        curl: asCurl(request, of.owner, apiBaseUrl()),
        terraform: asTerraform(request, of.owner),
        link: asDashboardLink(request, of.owner, session.catalogue(of.owner)),
      };
    },

    tokenNames: async (of) => (await sessionOf(of)).known(of.owner)?.tokens ?? [],

    create,
    attempted,
    ...createWizardEdits(parts, sessionOf),

    tellOutcome(creation) {
      void tellOutcome(vault, creation);
    },

    rollFound,
    deleteFound,
    whereabouts: (tokenId) => vault.whereabouts('token', tokenId),
    async retryStore(tokenId) {
      await vault.retry('token', tokenId);
    },

    async copySecret(tokenId) {
      await copyToClipboard(await secretOf(tokenId), nameIn(await vault.get('token', tokenId)));
      return clipboardClearSeconds();
    },

    async insertSecret(tokenId, holds, variables) {
      const secret = await secretOf(tokenId);
      const name = nameIn(await vault.get('token', tokenId));
      await insertSecret({ name, holds, ofTool: variables }, holds === 'token' ? secret : s3SecretOf(secret));
    },

    async copyS3Secret(tokenId) {
      await copyToClipboard(s3SecretOf(await secretOf(tokenId)), nameIn(await vault.get('token', tokenId)));
      return clipboardClearSeconds();
    },

    async openTerminal(tokenId, variable) {
      return openTerminalWith(await secretOf(tokenId), variable, nameIn(await vault.get('token', tokenId)));
    },

    revealSecret: secretOf,

    async testSecret({ owner, tokenId }) {
      try {
        const { status, expiresOn } = await verifyWithPatience(
          sessions.apiFor(await secretOf(tokenId)),
          owner,
        );
        if (status !== 'active') {
          return {
            works: false,
            message: vscode.l10n.t('Cloudflare knows the token, but says it is {0}.', plain(status)),
          };
        }
        const message =
          expiresOn === undefined
            ? vscode.l10n.t('It works: Cloudflare says it is active, and it never expires.')
            : vscode.l10n.t(
                'It works: Cloudflare says it is active. Expires {0}.',
                dateAndRelative(new Date(expiresOn), new Date()),
              );
        return { works: true, message };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { works: false, message: explain(error) };
      }
    },

    verifyCommand: ({ owner }, variable) => verifyCommand(owner, apiBaseUrl(), variable),

    async connect() {
      await vscode.commands.executeCommand('cloudflareTokens.connect');
    },

    problemOf,
  };
}

/** A template as the page lists it: without the place of its file. */
function listedTemplate({ key, file, folder, template, flaws }: FoundTemplate): OwnTemplate {
  return {
    key,
    file,
    ...(folder === undefined ? {} : { folder }),
    ...(template === undefined ? {} : { template }),
    flaws,
  };
}

/** What the page would have shown, had it not been closed. */
async function tellOutcome(vault: Vault, creation: Creation): Promise<void> {
  if (creation.state === 'refused' || creation.state === 'lost') {
    const failed = vscode.l10n.t(
      'The token that was being created when the page was closed: {0}',
      creation.problem.message,
    );
    void vscode.window.showErrorMessage(failed);
  }
  if (creation.state !== 'created') return;
  const { tokenId, name } = creation.token;
  if ((await vault.whereabouts('token', tokenId)) === 'stored') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '“{0}” was created, and its secret is stored. Its row in the tree has what the page would have offered.',
        plain(name),
      ),
    );
  } else {
    await tellUnstored(vault, tokenId, name, unstoredError());
  }
}

function unstoredError(): VaultError {
  const message = vscode.l10n.t('VS Code could not keep the secret in its secret storage.');
  return new VaultError(message, undefined, { kept: true });
}

function lostWords(found: boolean, cause: ApiError): string {
  return found
    ? vscode.l10n.t(
        'Cloudflare’s answer was lost on the way, but the token was made. Nobody has its secret: roll it to get one, or delete it.',
      )
    : vscode.l10n.t(
        'Cloudflare’s answer was lost on the way, and no new token has turned up. {0} Look at the list of tokens before you try again.',
        explain(cause),
      );
}

/** Of a create whose end nobody heard: the window was reloaded, or the token did not turn up at first. */
function unheardWords(found: boolean): string {
  return found
    ? vscode.l10n.t(
        'The window was reloaded or Cloudflare’s answer was lost, but the token was made. Nobody has its secret: roll it to get one, or delete it.',
      )
    : vscode.l10n.t(
        'The window was reloaded or Cloudflare’s answer was lost, and no new token has turned up. Look at the list of tokens before you try again.',
      );
}

function nameIn(envelope: { readonly about: Readonly<Record<string, unknown>> } | undefined): string {
  const name = envelope?.about['name'];
  return typeof name === 'string' ? name : '';
}

function problemOf(error: unknown): Problem {
  const message = explain(error);
  if (!(error instanceof ApiError)) return { message };
  const field = fieldOf(error);
  return {
    message,
    ...(field === undefined ? {} : { field }),
    ...(error.group === undefined ? {} : { group: error.group }),
  };
}

/** The part of a draft that a refusal is about, as far as Cloudflare's words or pointer tell. */
function fieldOf({ kind, said = '', at = '' }: ApiError): Problem['field'] {
  if (kind === 'grant-refused') return 'parts';
  if (kind !== 'rejected') return undefined;
  const about = `${at} ${said}`;
  if (/\bname\b/i.test(about)) return 'name';
  if (/condition|request.ip|cidr|ip address/i.test(about)) return 'condition';
  if (/expires_on|not_before/i.test(about)) return 'ttl';
  return /polic|resource|permission|zone/i.test(about) ? 'parts' : undefined;
}
