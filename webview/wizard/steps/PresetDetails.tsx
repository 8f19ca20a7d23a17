// What is known of a tool: what it needs and when, which variables it reads, and where that is written.
import * as l10n from '@vscode/l10n';
import { plain } from '../../../src/tokens/markdown.ts';
import type { Preset, PresetPermission } from '../../../src/tokens/presets.ts';
import { resolvePermissions, wantedWords } from '../../../src/tokens/startingPoint.ts';
import { hasGroup } from '../draft-edit.ts';
import { knownCatalogue } from '../state.ts';
import { Icon } from '../view/Icon.tsx';
import { problemFrom, useWork } from '../wizard-context.ts';
import { variableWords } from './template-words.ts';

export function PresetDetails({ preset }: { readonly preset: Preset }) {
  const { ask, announce } = useWork();
  const { permissions, variables, sources, note, confidence } = preset;
  const optional = permissions.filter((one) => one.optional === true);
  const explained = permissions.filter(
    ({ optional: isOptional, when }) => isOptional !== true && when !== undefined,
  );
  return (
    <div class="preset" data-testid="preset-details">
      {explained.map(({ scope, name, when }) => (
        <p key={`${scope} ${name}`}>
          {l10n.t('{0} is for when {1}.', wantedWords({ scope, name }), when ?? '')}
        </p>
      ))}
      {optional.length > 0 && <Optional optional={optional} />}
      {note !== undefined && <p>{note}</p>}
      {confidence !== undefined && (
        <p class="problem">
          <Icon name="warning" />
          <span>
            {confidence === 'low'
              ? l10n.t('Not confirmed: nobody has published what it needs for certain. Try the token.')
              : l10n.t('Drawn from what people report. Try the token.')}
          </span>
        </p>
      )}
      {variables.length > 0 && (
        <>
          <p class="preset-term">{l10n.t('Reads')}</p>
          <ul class="preset-variables" data-testid="variables">
            {variables.map((variable) => (
              <li key={variable.name}>
                <code>{variable.name}</code> {variableWords(variable)}
                {variable.in !== undefined && <span class="quiet"> {l10n.t('in {0}', variable.in)}</span>}
                {variable.optional === true && <span class="quiet"> {l10n.t('(optional)')}</span>}
                {variable.note !== undefined && <span class="quiet preset-note">{variable.note}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {sources.length > 0 && (
        <>
          <p class="preset-term">{l10n.t('Sources')}</p>
          <ul class="preset-sources">
            {sources.map((address, source) => (
              <li key={address}>
                <button
                  type="button"
                  role="link"
                  class="text-button"
                  title={address}
                  onClick={() =>
                    void ask({ ask: 'openSource', preset: preset.key, source }).catch((error: unknown) =>
                      announce(problemFrom(error).message),
                    )
                  }
                >
                  {shortAddress(address)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Permissions that the tool needs only under certain circumstances. */
function Optional({ optional }: { readonly optional: readonly PresetPermission[] }) {
  const { state, work, dispatch } = useWork();
  const { owner } = work.draft;
  const catalogue = knownCatalogue(state);
  const offered = optional.flatMap((permission) => {
    const [entry] = resolvePermissions([permission], owner, catalogue).entries;
    return entry === undefined ? [] : [{ permission, entry }];
  });
  if (offered.length === 0) return null;
  return (
    <fieldset class="preset-optional">
      <legend class="preset-term">{l10n.t('Only if you need it')}</legend>
      {offered.map(({ permission, entry }) => (
        <label key={entry.id} class="option-label">
          <input
            type="checkbox"
            checked={hasGroup(work.draft, entry.id)}
            data-testid={`optional-${entry.id}`}
            onChange={({ currentTarget: { checked } }) =>
              dispatch(checked ? { type: 'groupAdded', entry } : { type: 'groupRemoved', id: entry.id })
            }
          />
          <span>
            {plain(wantedWords(permission))}
            {permission.when !== undefined && (
              <span class="option-line">{l10n.t('when {0}', permission.when)}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** `github.com/go-acme/lego/…/cloudflare.toml`: enough to know the place by. */
function shortAddress(address: string): string {
  const { host, pathname } = new URL(address);
  const parts = pathname.split('/').filter(Boolean);
  const shown = parts.length > 3 ? [...parts.slice(0, 2), '…', parts.at(-1)] : parts;
  return [host, ...shown].join('/');
}
