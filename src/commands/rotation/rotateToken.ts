// "Rotate Without Downtime": begins the rotation of a token, after saying what it will do and what it found, or goes on
// with the one that is under way.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import { canEdit } from '../../connections/rights.ts';
import { plain } from '../../tokens/markdown.ts';
import { isInForce, stateOf } from '../../tokens/state.ts';
import { DAY, dateWords, parseTime, wholeSeconds } from '../../tokens/times.ts';
import type { Token } from '../../tokens/token.ts';
import type { Consumer } from '../../usage/consumer.ts';
import { quotaOf, type Rotation, twinNameFor } from '../../rotation/rotation.ts';
import { envelopeOf } from '../../vault/envelopeOf.ts';
import { connectionOn, type CommandParts } from '../context.ts';
import { continueRotation } from './continueRotation.ts';
import { type Chosen, chooseToken, isTarget } from '../target.ts';

/** Rotates the token of a tree row, or asks which. @throws ApiError, VaultError */
export async function rotateToken(parts: CommandParts, argument: unknown): Promise<void> {
  const { sessions, rotations } = parts;
  const ofRow = isTarget(argument) ? rotations.of(argument.tokenId) : undefined;
  if (ofRow !== undefined) return continueRotation(parts, ofRow.tokenId);
  const chosen = await chooseToken(
    sessions,
    argument,
    vscode.l10n.t('Which token should be rotated?'),
    (token, session) => canEdit(token, session) && token.status === 'active',
  );
  if (chosen === undefined) return;
  const underWay = rotations.of(chosen.token.id);
  const rotation = underWay ?? (await begin(parts, chosen));
  if (rotation !== undefined) await continueRotation(parts, rotation.tokenId);
}

async function begin(parts: CommandParts, { session, token }: Chosen): Promise<Rotation | undefined> {
  const state = stateOf(token, new Date());
  if (!isInForce(state)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        '“{0}” is {1}, so nothing that runs can be using it. Rotating is for tokens in use.',
        plain(token.name),
        state.label,
      ),
    );
    return undefined;
  }
  // Counted afresh: the list may be old, and a twin that finds no room is a bad start.
  const tokens = await session.reload(token.owner);
  if (tokens.length >= quotaOf(token.owner)) {
    tellNoRoom(token, tokens.length);
    return undefined;
  }
  const hasSecret = (await envelopeOf(parts.vault, token.id)) !== undefined;
  const consumers = await parts.usage.of(token.id);
  const runsOnIt = await connectionOn(parts.connections, token);
  if (!(await confirmed(token, consumers, { hasSecret, runsOnIt }))) return undefined;
  const expiry = await chooseExpiry(token, new Date());
  if (expiry === undefined) return undefined;
  const { id: connectionId, userId } = session.connection;
  const rotation: Rotation = {
    tokenId: token.id,
    owner: token.owner,
    ...(userId === undefined ? {} : { userId }),
    connectionId,
    name: token.name,
    twinName: twinNameFor(token.name, randomBytes(2).toString('hex')),
    ...expiry,
    startedAt: new Date().toISOString(),
    stage: 'creating',
    places: [],
    byHand: [],
    givenUp: [],
  };
  await parts.rotations.save(rotation);
  return rotation;
}

function tellNoRoom({ name, owner }: Token, count: number): void {
  const limit = quotaOf(owner);
  void vscode.window.showWarningMessage(
    owner.kind === 'user'
      ? vscode.l10n.t(
          'There is no room for a twin of “{0}”: you have {1} of {2} user tokens. Delete one that is no longer used.',
          plain(name),
          count,
          limit,
        )
      : vscode.l10n.t(
          'There is no room for a twin of “{0}”: the account has {1} of {2} tokens. Delete one that is no longer used.',
          plain(name),
          count,
          limit,
        ),
  );
}

async function confirmed(
  { name }: Token,
  consumers: readonly Consumer[],
  known: { readonly hasSecret: boolean; readonly runsOnIt: Connection | undefined },
): Promise<boolean> {
  const start = vscode.l10n.t('Start Rotation');
  const words = (...kinds: readonly Consumer['kind'][]) =>
    consumers.flatMap(({ kind, label }) => (kinds.includes(kind) ? plain(label) : [])).join(', ');
  const found = words('variable');
  const byHand = words('text', 'note');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Rotate “{0}” without downtime?', plain(name)),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'A twin with the same permissions is made. You choose where its secret goes, and say when your deployment runs with it. Only then is the old token disabled, for a while, and at last deleted; the twin gets its name.',
        ),
        vscode.l10n.t(
          'Until the old token is deleted, everything can be undone. You can stop at any step and continue later, in any window.',
        ),
        found === '' ? '' : vscode.l10n.t('Found in this workspace: {0}.', found),
        byHand === '' ? '' : vscode.l10n.t('To be updated by you: {0}.', byHand),
        known.hasSecret
          ? ''
          : vscode.l10n.t(
              'Its secret is not stored in VS Code, so the places that hold it cannot be found: you put the new one there yourself.',
            ),
        known.runsOnIt === undefined
          ? ''
          : vscode.l10n.t('The connection {0} moves to the twin.', plain(known.runsOnIt.label)),
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    },
    start,
  );
  return answer === start;
}

type Expiry = Pick<Rotation, 'twinExpiresOn'>;

/** A token that expires is often rotated because of that. @returns undefined when the person cancelled */
async function chooseExpiry({ name, issuedOn, expiresOn }: Token, now: Date): Promise<Expiry | undefined> {
  const expires = parseTime(expiresOn);
  if (expires === undefined) return {};
  const issued = parseTime(issuedOn);
  const days = issued === undefined ? 0 : Math.round((expires.getTime() - issued.getTime()) / DAY);
  const again = new Date(now.getTime() + days * DAY);
  const items: (vscode.QuickPickItem & { readonly expiry: Expiry })[] = [
    ...(days < 1
      ? []
      : [
          {
            label: vscode.l10n.t('In {0} days', days),
            description: vscode.l10n.t('{0}; as long as the old one was given', dateWords(again)),
            expiry: { twinExpiresOn: wholeSeconds(again) },
          },
        ]),
    {
      label: vscode.l10n.t('With the old one'),
      description: dateWords(expires),
      expiry: {},
    },
    { label: vscode.l10n.t('Never'), expiry: { twinExpiresOn: '' } },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Rotate “{0}”', plain(name)),
    placeHolder: vscode.l10n.t('When should the twin expire?'),
  });
  return picked?.expiry;
}
