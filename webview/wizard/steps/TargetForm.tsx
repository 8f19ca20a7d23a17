// What one set of permissions applies to, by the scope of the permissions.
import * as l10n from '@vscode/l10n';
import type { Target } from '../../../src/tokens/draft.ts';
import { plain } from '../../../src/tokens/markdown.ts';
import type { OwnerChoice } from '../../../src/wizard/messages.ts';
import { AccountTargetForm } from './AccountTargetForm.tsx';
import { BucketTargetForm } from './BucketTargetForm.tsx';
import { ZoneTargetForm } from './ZoneTargetForm.tsx';

export interface TargetFormProps {
  readonly target: Target;
  readonly owner: OwnerChoice | undefined;
  readonly onChoose: (target: Target) => void;
}

export function TargetForm({ target, owner, onChoose }: TargetFormProps) {
  switch (target.scope) {
    case 'zone':
      return <ZoneTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'account':
      return <AccountTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'bucket':
      return <BucketTargetForm target={target} owner={owner} onChoose={onChoose} />;
    case 'user':
      return (
        <p class="fixed-target">
          {owner?.owner.kind === 'user'
            ? l10n.t('Applies to you ({0}). There is nothing to choose.', plain(owner.name))
            : l10n.t('Applies to you. There is nothing to choose.')}
        </p>
      );
  }
}
