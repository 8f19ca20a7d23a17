// After a roll: puts the new secret where the old one stood, in one edit, and lists what is left to do by hand. Whoever
// leaves it half-way finds it again at the token's row.
import * as vscode from 'vscode';
import { type Place, wantedIn } from '../insertion/place.ts';
import { lookFor, type Replaced, replaceSecrets } from '../insertion/replace.ts';
import { tellUntrusted } from '../insertion/trust.ts';
import { gaveWay, isDead, type LeftRoll } from '../journal/leftRolls.ts';
import { plain } from '../tokens/markdown.ts';
import { sameSecret, type Secret } from '../tokens/secret.ts';
import { envelopeOf } from '../vault/envelopeOf.ts';
import type { CommandParts } from './context.ts';
import { copyToClipboard } from './copySecret.ts';
import { isTarget } from './target.ts';

/** "Finish Roll": goes on with what is left of the roll of a tree row's token. @throws VaultError */
export async function finishRoll(parts: CommandParts, argument: unknown): Promise<void> {
  const left = isTarget(argument) ? parts.leftRolls.of(argument.tokenId) : parts.leftRolls.all()[0];
  if (left === undefined) return;
  await offerUpdate(parts, left.tokenId, vscode.l10n.t('“{0}” was rolled.', plain(left.name)));
}

/**
 * Says how the roll went and what is left, and does what the person says, until nothing is left or they leave it.
 * @param said what to say first
 * @param atHand the new secret, for where SecretStorage cannot be read
 */
export async function offerUpdate(
  parts: CommandParts,
  tokenId: string,
  said: string,
  atHand?: Secret,
): Promise<void> {
  const { leftRolls, vault } = parts;
  let words = said;
  for (let isFirst = true; ;) {
    const left = leftRolls.of(tokenId);
    if (left === undefined) {
      void vscode.window.showInformationMessage(words);
      return;
    }
    const secret = await newSecret(parts, left, atHand);
    if (secret === undefined) return tellNoneNew(parts, left);
    const current = await stillLeft(left, { id: tokenId, secret });
    await leftRolls.save(current);
    if (leftRolls.of(tokenId) === undefined) continue;
    const outcome = await ask(current, words, { id: tokenId, secret }, isFirst, async () => {
      const now = leftRolls.of(tokenId);
      const newest = now && (await newSecret(parts, now, atHand));
      return (
        JSON.stringify(now) === JSON.stringify(current) && newest !== undefined && sameSecret(newest, secret)
      );
    });
    if (outcome === 'later') return;
    if (outcome === 'outdated') {
      words = vscode.l10n.t('“{0}” was rolled.', plain(left.name));
      isFirst = true;
      continue;
    }
    isFirst = false;
    if (outcome === 'copy') {
      await copyToClipboard(secret, left.name);
      if (current.places.length === 0 || vault.unstored('token').includes(tokenId)) return;
      continue;
    }
    words = outcome.words;
    await leftRolls.save(outcome.left);
  }
}

interface NewSecret {
  readonly id: string;
  readonly secret: Secret;
}

/** The secret that the roll gave; undefined where it is not known, and all that is kept is one that gave way. */
export async function newSecret(
  { vault }: Pick<CommandParts, 'vault'>,
  left: LeftRoll,
  atHand?: Secret,
): Promise<Secret | undefined> {
  try {
    const found = await envelopeOf(vault, left.tokenId);
    return found === undefined || gaveWay(left, found.secret) ? undefined : found.secret;
  } catch (error) {
    if (atHand === undefined) throw error;
    return atHand;
  }
}

/** Says that nothing can be updated, and offers the ways out. */
async function tellNoneNew({ leftRolls }: CommandParts, left: LeftRoll): Promise<void> {
  const { connectionId, owner, tokenId } = left;
  const [roll, done] = [vscode.l10n.t('Roll Secret…'), vscode.l10n.t('All Done')];
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The new secret of “{0}” is not stored in VS Code, so nothing can be updated with it. Roll the token to get another one.',
      plain(left.name),
    ),
    roll,
    done,
  );
  if (answer === roll)
    await vscode.commands.executeCommand('cloudflareTokens.roll', { connectionId, owner, tokenId });
  if (answer === done) await leftRolls.remove(tokenId);
}

/** Without the places that hold the new secret by now. */
async function stillLeft(left: LeftRoll, held: NewSecret): Promise<LeftRoll> {
  const found = await lookFor(wantedIn(left.places, held));
  return { ...left, places: left.places.filter((_place, index) => found[index]?.state !== 'holds') };
}

/** A button has room for no more; the message beside it names the variable. */
function fileOf({ uri }: Place): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Outdated: the token was rolled once more, or what is left was done, while the question stood. */
type Outcome = 'later' | 'copy' | 'outdated' | { readonly left: LeftRoll; readonly words: string };

async function ask(
  left: LeftRoll,
  said: string,
  held: NewSecret,
  isFirst: boolean,
  isStillTrue: () => Promise<boolean>,
): Promise<Outcome> {
  const labels = left.places.map(({ label }) => label).join(', ');
  const byHand = left.byHand.map(plain).join(', ');
  const update = !isFirst
    ? vscode.l10n.t('Try Again')
    : left.places.length === 1
      ? vscode.l10n.t('Update {0}', left.places.map(fileOf).join(''))
      : vscode.l10n.t('Update All {0}', left.places.length);
  const choose = vscode.l10n.t('Choose…');
  const copy = vscode.l10n.t('Copy New Secret');
  const done = vscode.l10n.t('All Done');
  const words = [
    said,
    labels === '' ? '' : vscode.l10n.t('The old secret is still in {0}.', labels),
    byHand === '' ? '' : vscode.l10n.t('Left to do by hand: {0}.', byHand),
  ].filter((line) => line !== '');
  const answer = await vscode.window.showWarningMessage(
    words.join(' '),
    ...(labels === '' ? [] : [update]),
    ...(left.places.length > 1 ? [choose] : []),
    copy,
    done,
  );
  if (answer !== undefined && !(await isStillTrue())) return 'outdated';
  switch (answer) {
    case update:
      return updated(left, left.places, held);
    case choose: {
      const chosen = await choosePlaces(left);
      return chosen === undefined ? 'later' : updated(left, chosen, held);
    }
    case copy:
      return 'copy';
    case done:
      return { left: { ...left, places: [], byHand: [] }, words: vscode.l10n.t('Nothing is left to do.') };
    case undefined:
    default:
      return 'later';
  }
}

async function choosePlaces({ places, name }: LeftRoll): Promise<readonly Place[] | undefined> {
  const items = places.map((place) => ({ label: place.label, picked: true, place }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Where Does the New Secret of “{0}” Go?', plain(name)),
    placeHolder: vscode.l10n.t('The others are left to you.'),
  });
  return picked?.map(({ place }) => place);
}

/** One edit for all places; what it could not change stays left, and what was not chosen is left to the person. */
async function updated(left: LeftRoll, chosen: readonly Place[], held: NewSecret): Promise<Outcome> {
  if (!vscode.workspace.isTrusted) {
    tellUntrusted();
    return 'later';
  }
  const gives = isDead(left);
  const found = await replaceSecrets(wantedIn(chosen, held).map((wanted) => ({ ...wanted, gives })));
  const results = chosen.map((place, index) => ({
    place,
    ...(found[index] ?? { state: 'missing' as const }),
  }));
  const [good, bad] = [
    results.filter(({ state }) => state === 'holds'),
    results.filter(({ state }) => state !== 'holds'),
  ];
  const unchosen = left.places.filter((place) => !chosen.includes(place)).map(({ label }) => label);
  const words = [
    ...(good.length === 0
      ? []
      : [vscode.l10n.t('Updated {0}.', good.map(({ place }) => place.label).join(', '))]),
    ...bad.map(failureWords),
  ];
  return {
    left: {
      ...left,
      // One that has another value by now no longer holds the old secret.
      places: bad.filter(({ state }) => state !== 'other').map(({ place }) => place),
      byHand: [...left.byHand, ...unchosen],
    },
    words: words.join(' '),
  };
}

function failureWords(result: Replaced & { readonly place: Place }): string {
  const { label } = result.place;
  switch (result.state) {
    case 'unsaved':
      return vscode.l10n.t('{0} has other unsaved changes; save it.', label);
    case 'missing':
      return vscode.l10n.t('{0} is gone, or out of this window’s reach.', label);
    case 'failed':
      return vscode.l10n.t('{0} still has the old secret. {1}', label, result.reason);
    case 'other':
    case 'holds':
      return vscode.l10n.t('{0} has another value by now.', label);
  }
}
