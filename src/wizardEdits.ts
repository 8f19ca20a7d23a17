// Opens tokens for the wizard and saves what became of them: read afresh before, compared, replaced as a whole.
import * as vscode from 'vscode';
import { ApiError } from './cloudflare/errors.ts';
import { afterLostUpdate } from './cloudflare/lost.ts';
import { connectionOn, type CommandParts } from './commands/context.ts';
import type { Connection } from './connections/connection.ts';
import { withRights } from './connections/rights.ts';
import type { Session } from './connections/session.ts';
import { explain } from './problems.ts';
import { soon } from './soon.ts';
import { diffOf } from './tokens/diff.ts';
import { draftOf } from './tokens/draftOf.ts';
import { plain } from './tokens/markdown.ts';
import { makesTokens } from './tokens/privileges.ts';
import { parseResources } from './tokens/resources.ts';
import { canonicalPolicies } from './tokens/samePolicies.ts';
import type { Policy, Token, TokenRequest } from './tokens/token.ts';
import type { OpenedToken, OwnerRef } from './wizard/messages.ts';
import type { Save, SaveResult, WizardServices } from './wizard/services.ts';

type Edits = Pick<WizardServices, 'open' | 'save'>;

/** Longer than this nobody waits for names: ids do until the token is opened again. */
const PATIENCE_FOR_NAMES = 4_000;

/**
 * Implements opening and saving.
 * @param sessionOf the session of a connection; rejects when it is gone
 */
export function createWizardEdits(
  { connections, vault, log }: Pick<CommandParts, 'connections' | 'vault' | 'log'>,
  sessionOf: (of: OwnerRef) => Promise<Session>,
): Edits {
  async function opened(session: Session, token: Token): Promise<OpenedToken> {
    await soon(session.learnNames(token), PATIENCE_FOR_NAMES);
    return {
      token,
      draft: draftOf(token, session.catalogue(token.owner), session.names),
      mentioned: mentionedIn(token, session),
    };
  }

  async function save(of: OwnerRef, { base, requestFor }: Save): Promise<SaveResult> {
    const session = await sessionOf(of);
    const same = (before: Token, after: Token | TokenRequest) => isSame(session, before, after);
    let current: Token;
    try {
      current = await session.refresh(of.owner, base.id);
    } catch (error) {
      if (isGone(error)) return gone();
      throw error;
    }
    if (!same(base, current)) {
      // What was wanted is there already: an earlier save got through, or two people did the same.
      if (same(current, requestFor(base))) return saved(session, current);
      return { outcome: 'conflict', theirs: await opened(session, current) };
    }
    const request = requestFor(current);
    const own = await connectionOn(connections, current);
    if (own !== undefined && !(await mayNarrow(own, session, current, request)))
      return { outcome: 'cancelled' };
    let token: Token;
    try {
      token = await session.api.updateToken(of.owner, base.id, request);
    } catch (error) {
      if (isGone(error)) {
        session.drop(of.owner, base.id);
        return gone();
      }
      if (!isUnclear(error)) throw error;
      log.warn(`The answer to a save of token ${base.id} was lost: ${error.message}`);
      return settle(session, current, request, error);
    }
    session.learn(token);
    return saved(session, token);
  }

  async function saved(session: Session, token: Token): Promise<SaveResult> {
    const result: SaveResult = { outcome: 'saved', opened: await opened(session, token) };
    // The token is saved, whatever SecretStorage says.
    await noteDown(token).catch((error: unknown) => {
      log.warn(`After a save: ${error instanceof Error ? error.message : ''}`);
    });
    return result;
  }

  /** Brings what is kept beside the token's secret up to date. @throws VaultError */
  async function noteDown(token: Token): Promise<void> {
    const kept = await vault.get('token', token.id);
    if (kept !== undefined && kept.about['name'] !== token.name)
      await vault.describe('token', token.id, { ...kept.about, name: token.name });
    const own = await connectionOn(connections, token);
    const now = own && withRights(own, token.policies);
    if (now !== undefined && JSON.stringify(now) !== JSON.stringify(own)) await connections.update(now);
  }

  /** The answer to a save was lost: what the token is now decides. */
  async function settle(
    session: Session,
    before: Token,
    request: TokenRequest,
    cause: ApiError,
  ): Promise<SaveResult> {
    const read = () => session.refresh(before.owner, before.id);
    let now: Token;
    try {
      now = await afterLostUpdate(read, (token) => isSame(session, before, token));
    } catch (error) {
      if (isGone(error)) return gone();
      if (!(error instanceof ApiError)) throw error;
      return { outcome: 'unsure', problem: { message: explain(error) } };
    }
    if (isSame(session, now, request)) return saved(session, now);
    if (isSame(session, before, now)) throw cause;
    return { outcome: 'conflict', theirs: await opened(session, now) };
  }

  return {
    async open(of, tokenId) {
      const session = await sessionOf(of);
      return opened(session, await session.refresh(of.owner, tokenId));
    },
    save,
  };
}

function gone(): SaveResult {
  return {
    outcome: 'gone',
    problem: { message: vscode.l10n.t('Somebody deleted this token elsewhere. Its secret works no longer.') },
  };
}

/** Compared by meaning: order, spelling and how grants are spread over policies do not count, unknown fields do. */
function isSame(session: Session, before: Token, after: Token | TokenRequest): boolean {
  const { changes } = diffOf(before, after, session.catalogue(before.owner), session.names, new Date());
  return changes.length === 0;
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'not-found';
}

/** May Cloudflare have made the change in spite of this failure? */
function isUnclear(error: unknown): error is ApiError {
  return error instanceof ApiError && ['timeout', 'server', 'network', 'unexpected'].includes(error.kind);
}

/**
 * Asks before an edit takes from a connection what it runs on.
 * @returns whether to go on; true without a question where nothing is lost
 */
async function mayNarrow(
  { label }: Connection,
  session: Session,
  before: Token,
  after: TokenRequest,
): Promise<boolean> {
  const { breaks } = diffOf(before, after, session.catalogue(before.owner), session.names, new Date());
  if (breaks.length === 0) return true;
  const save = vscode.l10n.t('Save Anyway');
  const kept = managedIn(after.policies);
  const losesTokens = [...managedIn(before.policies)].some((right) => !kept.has(right));
  const answer = await vscode.window.showWarningMessage(
    losesTokens
      ? vscode.l10n.t('Take from this connection the right to manage tokens?')
      : vscode.l10n.t('Narrow the token that this connection runs on?'),
    {
      modal: true,
      detail: [
        losesTokens
          ? vscode.l10n.t(
              'The connection {0} runs on this token. Afterwards it can no longer change what it manages now, nor take this change back: only another connection or the dashboard can.',
              plain(label),
            )
          : vscode.l10n.t('The connection {0} runs on this token.', plain(label)),
        breaks.map((line) => `• ${line}`).join('\n'),
      ].join('\n\n'),
    },
    save,
  );
  return answer === save;
}

/** Where tokens can be made and changed, as texts to compare. */
function managedIn(policies: readonly Policy[]): Set<string> {
  const managing = policies.map((policy) => ({
    ...policy,
    groups: policy.groups.filter(({ id }) => makesTokens(id)),
  }));
  return new Set(canonicalPolicies(managing.filter(({ groups }) => groups.length > 0)).keys());
}

/** Names and accounts of what a token mentions. */
function mentionedIn({ policies }: Token, { names }: Session): OpenedToken['mentioned'] {
  const resources = policies.flatMap((policy) => parseResources(policy.resources));
  const zoneIds = resources.flatMap((resource) => (resource.kind === 'zone' ? [resource.zoneId] : []));
  const accountIds = resources.flatMap((resource) => ('accountId' in resource ? [resource.accountId] : []));
  return {
    zones: [...new Set(zoneIds)].map((id) => {
      const [name, accountId] = [names.zone(id), names.accountOfZone?.(id)];
      return {
        id,
        ...(name === undefined ? {} : { name }),
        ...(accountId === undefined ? {} : { accountId }),
      };
    }),
    accounts: [...new Set(accountIds)].map((id) => {
      const name = names.account(id);
      return { id, ...(name === undefined ? {} : { name }) };
    }),
  };
}
