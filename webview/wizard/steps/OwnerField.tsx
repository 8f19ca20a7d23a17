// Whose token it is going to be.
import * as l10n from '@vscode/l10n';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { currentOwner, refKey } from '../state.ts';
import { useWork } from '../wizard-context.ts';
import { ownerLabel } from './owner-words.ts';

export function OwnerField() {
  const { state, dispatch } = useWork();
  const owner = currentOwner(state);
  const creatable = state.owners.filter(({ canCreate }) => canCreate);
  const help = owner === undefined ? undefined : helpOf(owner);
  if (creatable.length <= 1) {
    return (
      <div class="field">
        <span class="label">{l10n.t('Owner')}</span>
        <p class="static-value" data-testid="owner">
          {owner === undefined ? l10n.t('No owner') : ownerLabel(owner, state.owners)}
        </p>
        {help !== undefined && <p class="help">{help}</p>}
      </div>
    );
  }
  return (
    <div class="field">
      <label class="label" for="owner">
        {l10n.t('Owner')}
      </label>
      <select
        id="owner"
        class="select"
        data-testid="owner"
        value={owner && refKey(owner)}
        aria-describedby={help === undefined ? undefined : 'owner-help'}
        onChange={(event) => {
          const choice = creatable.find((one) => refKey(one) === event.currentTarget.value);
          if (choice !== undefined) dispatch({ type: 'ownerChosen', choice });
        }}
      >
        {creatable.map((choice) => (
          <option key={refKey(choice)} value={refKey(choice)}>
            {ownerLabel(choice, state.owners)}
          </option>
        ))}
      </select>
      {help !== undefined && (
        <p class="help" id="owner-help">
          {help}
        </p>
      )}
    </div>
  );
}

function helpOf({ owner }: OwnerChoice): string {
  return owner.kind === 'user'
    ? l10n.t('Acts as you, in every account that you can reach.')
    : l10n.t('Belongs to the account, and stays when people leave.');
}
