// What a starting point did beyond filling the draft: replaced something, left something out, or wants another owner.
import * as l10n from '@vscode/l10n';
import { plain } from '../../../src/tokens/markdown.ts';
import { groupCount } from '../draft-edit.ts';
import { neededOwner, presetOf } from '../starting-points.ts';
import { refKey } from '../state.ts';
import { Notice } from '../view/Notice.tsx';
import { useWork } from '../wizard-context.ts';
import { ownerLabel } from './owner-words.ts';

/** So many owners are offered to switch to; the others are in the list above. */
const OFFERED = 3;

export function StartNotices() {
  return (
    <>
      <OtherOwner />
      <Replaced />
      <LeftOut />
      <SaysMore />
      <NotRead />
    </>
  );
}

/** The starting point is for the tokens of another kind of owner. */
function OtherOwner() {
  const { state, work, dispatch } = useWork();
  const { template } = work;
  const needed = neededOwner(template, work.draft.owner.kind);
  if (needed === undefined) return null;
  const name = presetOf(template)?.name ?? '';
  const fitting = state.owners.filter(({ owner, canCreate }) => canCreate && owner.kind === needed);
  return (
    <Notice
      kind="warning"
      testId="other-owner"
      title={
        needed === 'account'
          ? l10n.t('“{0}” is meant for an account-owned token', name)
          : l10n.t('“{0}” is meant for a token of your own', name)
      }
      actions={
        fitting.length > 0 &&
        fitting.slice(0, OFFERED).map((choice) => (
          <vscode-button
            key={refKey(choice)}
            appearance="secondary"
            onClick={() => dispatch({ type: 'ownerChosen', choice })}
          >
            {l10n.t('Switch to {0}', ownerLabel(choice, state.owners))}
          </vscode-button>
        ))
      }
    >
      {fitting.length > 0
        ? l10n.t('Switch the owner, or go on with what this owner can hold.')
        : l10n.t('No connection can make one. Go on with what this owner can hold, or connect with another.')}
    </Notice>
  );
}

function Replaced() {
  const { work, dispatch } = useWork();
  const { setAside } = work;
  if (setAside === undefined) return null;
  return (
    <Notice
      kind="info"
      testId="replaced"
      actions={
        <vscode-button appearance="secondary" onClick={() => dispatch({ type: 'partsBroughtBack' })}>
          {l10n.t('Undo')}
        </vscode-button>
      }
    >
      {replacedWords(groupCount(setAside))}
    </Notice>
  );
}

function replacedWords(count: number): string {
  switch (count) {
    case 0:
      return l10n.t('What you had chosen was replaced.');
    case 1:
      return l10n.t('The permission that you had chosen was replaced.');
    default:
      return l10n.t('The {0} permissions that you had chosen were replaced.', count);
  }
}

function LeftOut() {
  const { work } = useWork();
  const { omitted, dropped } = work;
  if (omitted.length + dropped.length === 0) return null;
  return (
    <Notice
      kind="warning"
      testId="omitted"
      title={l10n.t('Not everything that was asked for can be given here')}
    >
      {dropped.length > 0 && (
        <p>
          {l10n.t(
            'An account-owned token cannot hold user permissions, so it goes without: {0}.',
            dropped.map(plain).join(', '),
          )}
        </p>
      )}
      {omitted.length > 0 && (
        <p>{l10n.t('Cloudflare does not offer to this connection: {0}.', omitted.map(plain).join(', '))}</p>
      )}
    </Notice>
  );
}

/** The token to start like is restricted in ways that a new one would not be. */
function SaysMore() {
  const { work } = useWork();
  const { like } = work;
  if (like?.saysMore !== true) return null;
  return (
    <Notice kind="warning" testId="says-more" title={l10n.t('Not everything was copied')}>
      {l10n.t(
        '“{0}” has conditions or fields that this version does not know. The new token goes without them: check that it may do more.',
        plain(like.name),
      )}
    </Notice>
  );
}

/** The token to start like could not be read. */
function NotRead() {
  const { state, dispatch } = useWork();
  const { opening } = state;
  if (opening?.for !== 'like' || opening.problem === undefined) return null;
  return (
    <Notice
      kind="error"
      testId="not-read"
      title={l10n.t('The token could not be read')}
      actions={
        <vscode-button appearance="secondary" onClick={() => dispatch({ type: 'openedAgain' })}>
          {l10n.t('Try Again')}
        </vscode-button>
      }
    >
      {opening.problem.message}
    </Notice>
  );
}
