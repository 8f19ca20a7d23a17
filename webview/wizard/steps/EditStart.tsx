// The first step of an edit: the token's name, and what is known of the token besides.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { plain } from '../../../src/tokens/markdown.ts';
import { stateOf } from '../../../src/tokens/state.ts';
import { dateAndRelative, parseTime } from '../../../src/tokens/times.ts';
import type { Token } from '../../../src/tokens/token.ts';
import { timeFormat } from '../language.ts';
import { currentOwner } from '../state.ts';
import { problemsAt } from '../step-problems.ts';
import { TextField } from '../view/TextField.tsx';
import { useWork } from '../wizard-context.ts';
import { ownerWords } from './owner-words.ts';

export function EditStart() {
  const { state, work, dispatch } = useWork();
  const owner = currentOwner(state);
  const refused = state.refusal?.step === 'start' ? state.refusal.problem.message : undefined;
  const problem = refused ?? problemsAt(state, 'start').find(({ field }) => field === 'name')?.message;
  return (
    <>
      <TextField
        label={l10n.t('Name')}
        value={work.draft.name}
        testId="name"
        onInput={(name) => dispatch({ type: 'named', name })}
        onLeave={() => dispatch({ type: 'nameLeft' })}
        {...(problem !== undefined && { problem })}
      />
      <dl class="known" data-testid="known">
        {owner !== undefined && <Known term={l10n.t('Owner')}>{ownerWords(owner)}</Known>}
        {work.edit !== undefined && <KnownOf token={work.edit.base} />}
      </dl>
    </>
  );
}

function KnownOf({ token }: { readonly token: Token }) {
  const now = new Date();
  const format = timeFormat();
  const when = (time: string | undefined) => {
    const date = parseTime(time);
    return date === undefined ? undefined : dateAndRelative(date, now, format);
  };
  const [issued, modified, used] = [token.issuedOn, token.modifiedOn, token.lastUsedOn].map(when);
  return (
    <>
      <Known term={l10n.t('State')}>{stateOf(token, now, format).label}</Known>
      <Known term={l10n.t('ID')}>
        <code>{token.id}</code>
      </Known>
      {issued !== undefined && <Known term={l10n.t('Created')}>{issued}</Known>}
      {modified !== undefined && <Known term={l10n.t('Last changed')}>{modified}</Known>}
      <Known term={l10n.t('Last used')}>{used ?? l10n.t('Not as far as Cloudflare has told')}</Known>
      {token.creatorEmail !== undefined && (
        <Known term={l10n.t('Made by')}>{plain(token.creatorEmail)}</Known>
      )}
    </>
  );
}

function Known({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div class="known-row">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
