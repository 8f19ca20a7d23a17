// How a save ended: saved, stopped because somebody else changed or deleted the token, or nobody knows.
import * as l10n from '@vscode/l10n';
import type { FieldConflict } from '../../../src/tokens/conflict.ts';
import type { TokenField } from '../../../src/tokens/diff.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OpenedToken } from '../../../src/wizard/messages.ts';
import { conflictIn, hasChanges } from '../edit.ts';
import type { Edit } from '../kept.ts';
import { timeFormat } from '../language.ts';
import { Notice } from '../view/Notice.tsx';
import { useWork } from '../wizard-context.ts';

export function SaveNotice() {
  const { state, work } = useWork();
  const { creation } = state;
  if (work.edit === undefined) return null;
  if (creation.state === 'conflict') return <ConflictNotice edit={work.edit} theirs={creation.theirs} />;
  if (creation.state === 'gone') return <GoneNotice>{creation.problem.message}</GoneNotice>;
  if (creation.state === 'saved' && !hasChanges(state)) {
    return (
      <Notice kind="success" testId="saved" title={l10n.t('“{0}” is saved', plain(work.draft.name))}>
        {l10n.t('Its secret stays the same, and works with the new rights within some seconds.')}
      </Notice>
    );
  }
  if (creation.state !== 'unsure') return null;
  return (
    <Notice kind="warning" testId="unsure" title={l10n.t('It is not known whether the changes were saved')}>
      {l10n.t(
        'Cloudflare’s answer was lost on the way. {0} Save again when Cloudflare can be reached: what the token is then is looked at first.',
        creation.problem.message,
      )}
    </Notice>
  );
}

/** The token was deleted elsewhere: what is on screen can still become a token, of another secret. */
function GoneNotice({ children }: { readonly children: string }) {
  const { dispatch, ask } = useWork();
  return (
    <Notice
      kind="error"
      testId="gone"
      title={l10n.t('The token no longer exists')}
      actions={
        <>
          <vscode-button data-testid="make-anew" onClick={() => dispatch({ type: 'madeAnew' })}>
            {l10n.t('Make a New Token of It')}
          </vscode-button>
          <vscode-button appearance="secondary" onClick={() => void ask({ ask: 'close' })}>
            {l10n.t('Close')}
          </vscode-button>
        </>
      }
    >
      {children}
    </Notice>
  );
}

/** Somebody changed the token meanwhile: then, theirs and yours, and the ways on. */
function ConflictNotice({ edit, theirs }: { readonly edit: Edit; readonly theirs: OpenedToken }) {
  const { state, dispatch } = useWork();
  const fields = conflictIn(state, edit, theirs, timeFormat());
  return (
    <Notice
      kind="warning"
      testId="conflict"
      title={l10n.t('Somebody changed this token while you were editing it')}
      actions={
        <>
          <vscode-button
            data-testid="keep-mine"
            onClick={() => dispatch({ type: 'tookTheirs', theirs, keepMine: true })}
          >
            {l10n.t('Keep My Changes on Top of Theirs')}
          </vscode-button>
          <vscode-button
            appearance="secondary"
            data-testid="drop-mine"
            onClick={() => dispatch({ type: 'tookTheirs', theirs, keepMine: false })}
          >
            {l10n.t('Drop My Changes')}
          </vscode-button>
        </>
      }
    >
      <p>
        {l10n.t(
          'Nothing was sent. Nothing is sent by either button: you review the result and save it yourself.',
        )}
      </p>
      {fields.map((field) => (
        <ThreeWays key={field.field} {...field} />
      ))}
    </Notice>
  );
}

function ThreeWays({ field, side, states }: FieldConflict) {
  const columns = [
    [l10n.t('When you opened it'), states.then],
    [l10n.t('Theirs, at Cloudflare now'), states.theirs],
    [l10n.t('Yours'), states.yours],
  ] as const;
  return (
    <section class="three-ways" aria-label={fieldName(field)} data-testid={`conflict-${field}`}>
      <h4 class="three-title">
        {fieldName(field)} <span class="three-side">{sideWords(side)}</span>
      </h4>
      <div class="three-columns">
        {columns.map(([title, lines]) => (
          <div key={title} class="three-column">
            <p class="three-term">{title}</p>
            {lines.length === 0 ? (
              <p>{l10n.t('cannot be shown')}</p>
            ) : (
              lines.map((line) => <p key={line}>{line}</p>)
            )}
          </div>
        ))}
      </div>
    </section>
  );
}

function fieldName(field: TokenField): string {
  switch (field) {
    case 'name':
      return l10n.t('Name');
    case 'permissions':
      return l10n.t('Permissions');
    case 'condition':
      return l10n.t('Address filter');
    case 'ttl':
      return l10n.t('Start and end');
    case 'status':
      return l10n.t('Status');
    case 'other':
      return l10n.t('Fields that this version does not know');
  }
}

function sideWords(side: FieldConflict['side']): string {
  switch (side) {
    case 'theirs':
      return l10n.t('changed by them');
    case 'yours':
      return l10n.t('changed by you');
    case 'same':
      return l10n.t('changed to the same by both');
    case 'both':
      return l10n.t('changed by both');
  }
}
