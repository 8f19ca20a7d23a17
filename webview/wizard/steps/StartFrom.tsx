// The starting points as cards, searched together: nothing, an existing token, one's own templates, Cloudflare's, and
// presets by tool.
import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { plain } from '../../../src/tokens/markdown.ts';
import type { Preset } from '../../../src/tokens/presets.ts';
import type { OwnTemplate } from '../../../src/wizard/messages-draft.ts';
import { CUSTOM, LIKE, nameOfOwn, presetOf, templateOf } from '../starting-points.ts';
import { SearchField, useListSearch } from '../view/SearchField.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';
import { OwnDetails } from './OwnDetails.tsx';
import { PresetDetails } from './PresetDetails.tsx';
import { StartCard } from './StartCard.tsx';
import { countOf, type StartList, startList } from './start-list.ts';
import { StartNotices } from './StartNotices.tsx';
import { ownTemplateLine, presetLine, templateLine } from './template-words.ts';

export function StartFrom() {
  const { state, work, announce } = useWork();
  const [query, setQuery] = useState('');
  const cards = useRef<HTMLDivElement>(null);
  const { field } = useListSearch(setQuery);
  const own = state.templates ?? [];
  const list = useMemo(() => startList(own, query), [own, query]);
  const { kind } = work.draft.owner;
  const count = countOf(list);
  const isSearching = query.trim() !== '';

  useEffect(() => {
    if (isSearching) announce(count === 1 ? l10n.t('1 start found') : l10n.t('{0} starts found', count));
  }, [query, count]);

  return (
    <>
      <SearchField
        label={l10n.t('Search templates and tools')}
        value={query}
        placeholder={l10n.t('Search by tool, permission or variable, e.g. traefik')}
        testId="start-search"
        onInput={setQuery}
        list={cards}
        field={field}
      />
      {!isInSight(list, work.template, isSearching) && <OutOfSight />}
      <div ref={cards} data-testid="templates">
        {!isSearching && (
          <div class="cards cards-first">
            <StartCard
              value={CUSTOM}
              name={l10n.t('Custom token')}
              line={l10n.t('Start empty and choose every permission yourself')}
            />
            <LikeCard />
          </div>
        )}
        <Section title={l10n.t('Your templates')} count={list.own.length}>
          {list.own.map((one) => (
            <OwnCard key={one.key} own={one} />
          ))}
        </Section>
        <Section title={l10n.t('Cloudflare’s templates')} count={list.templates.length}>
          {list.templates.map((template) => (
            <StartCard
              key={template.key}
              value={template.key}
              name={template.name}
              line={templateLine(template, kind)}
            />
          ))}
        </Section>
        <Section title={l10n.t('For a tool')} count={list.tools.length}>
          {list.tools.map((preset) => (
            <PresetCard key={preset.key} preset={preset} />
          ))}
        </Section>
        <Section title={l10n.t('For R2')} count={list.r2.length}>
          {list.r2.map((preset) => (
            <PresetCard key={preset.key} preset={preset} />
          ))}
        </Section>
      </div>
      {count === 0 && (
        <div class="empty" data-testid="no-start">
          <p>{l10n.t('Nothing to start from has “{0}” in its name, permissions or variables.', query)}</p>
          <vscode-button appearance="secondary" onClick={() => setQuery('')}>
            {l10n.t('Clear Search')}
          </vscode-button>
        </div>
      )}
    </>
  );
}

function Section({
  title,
  count,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly children: ComponentChildren;
}) {
  if (count === 0) return null;
  return (
    <>
      <h3 class="section-title">
        {title} <span class="section-count">{count}</span>
      </h3>
      <div class="cards">{children}</div>
    </>
  );
}

function PresetCard({ preset }: { readonly preset: Preset }) {
  const { work } = useWork();
  return (
    <StartCard value={preset.key} name={preset.name} line={presetLine(preset, work.draft.owner.kind)}>
      <PresetDetails preset={preset} />
    </StartCard>
  );
}

function OwnCard({ own }: { readonly own: OwnTemplate }) {
  const { template, folder, file } = own;
  const where = folder === undefined ? l10n.t('Yours, in every workspace') : plain(`${folder}: ${file}`);
  return (
    <StartCard
      value={own.key}
      name={plain(nameOfOwn(own))}
      line={
        template === undefined
          ? l10n.t('Cannot be used')
          : plain(template.description ?? ownTemplateLine(template))
      }
      disabled={template === undefined}
      always={template === undefined || own.flaws.length > 0}
    >
      <OwnDetails own={own} where={where} />
    </StartCard>
  );
}

/** Starts like an existing token, which the person picks in VS Code's own list. */
function LikeCard() {
  const { state, work, ask, dispatch, announce } = useWork();
  const isChosen = work.template === LIKE;
  const busy = state.opening?.for === 'like' && state.opening.problem === undefined;

  async function pick(): Promise<void> {
    try {
      const { token } = await ask({ ask: 'pickToken' });
      if (token === undefined) return;
      const { connectionId, owner, tokenId } = token;
      dispatch({ type: 'likeChosen', of: { connectionId, owner }, tokenId });
    } catch (error) {
      announce(problemFrom(error).message);
    }
  }

  return (
    <button
      type="button"
      class={isChosen ? 'card card-button card-on' : 'card card-button'}
      aria-pressed={isChosen}
      disabled={busy}
      data-testid="like"
      onClick={() => void pick()}
    >
      <span class="card-text">
        <span class="card-title">
          {isChosen && work.like !== undefined
            ? l10n.t('Like “{0}”', plain(work.like.name))
            : l10n.t('Like an existing token…')}
        </span>
        <span class="card-line">
          {isChosen
            ? l10n.t('Choose another one')
            : l10n.t('The same permissions, resources and restrictions, with a secret of its own')}
        </span>
      </span>
    </button>
  );
}

/** Is the card of what is chosen on the page? */
function isInSight(list: StartList, key: string | undefined, isSearching: boolean): boolean {
  if (key === CUSTOM) return !isSearching;
  return [...list.own, ...list.templates, ...list.tools, ...list.r2].some((one) => one.key === key);
}

/** What is chosen, and what is to be said of it, where no card can say it. */
function OutOfSight() {
  const { state, work } = useWork();
  const { template, like } = work;
  const own = state.templates?.find(({ key }) => key === template);
  const name =
    template === CUSTOM
      ? l10n.t('Custom token')
      : (templateOf(template)?.name ?? presetOf(template)?.name ?? (own && nameOfOwn(own)));
  return (
    <div class="out-of-sight">
      {template !== LIKE && name !== undefined && <p class="help">{l10n.t('Chosen: {0}', plain(name))}</p>}
      {template === LIKE && like !== undefined && (
        <p class="help">{l10n.t('Chosen: like “{0}”', plain(like.name))}</p>
      )}
      <StartNotices />
    </div>
  );
}
