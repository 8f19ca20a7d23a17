// The third step: what the chosen permissions apply to, one card for each set of permissions that share their
// resources.
import * as l10n from '@vscode/l10n';
import { currentOwner, knownCatalogue } from '../state.ts';
import { partOfGroup } from '../step-problems.ts';
import { Notice } from '../view/Notice.tsx';
import { useWork } from '../wizard-context.ts';
import { CarriedPolicies } from './CarriedPolicies.tsx';
import { PartCard } from './PartCard.tsx';
import { partKeys } from './part-keys.ts';

export function ResourcesStep() {
  const { state, work } = useWork();
  const { draft } = work;
  const owner = currentOwner(state);
  const catalogue = knownCatalogue(state);
  const refused = state.refusal?.step === 'resources' ? state.refusal.problem : undefined;
  const refusedPart = refused?.group === undefined ? undefined : partOfGroup(draft, refused.group);
  const keys = partKeys(draft.parts);
  return (
    <>
      {refused !== undefined && (
        <Notice kind="error" title={l10n.t('Cloudflare refused the token')}>
          {refused.message}
        </Notice>
      )}
      {draft.parts.length + draft.carried.length === 0 && (
        <p class="empty">
          {l10n.t('No permission is chosen, so there is nothing to apply one to. Go back and choose one.')}
        </p>
      )}
      {draft.parts.map((part, index) => (
        <PartCard
          key={keys[index]}
          part={part}
          index={index}
          owner={owner}
          catalogue={catalogue}
          refused={refusedPart === index}
        />
      ))}
      <CarriedPolicies catalogue={catalogue} />
    </>
  );
}
