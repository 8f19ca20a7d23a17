// Where on a step something can be put right: the ids of the elements that a warning or a refusal leads to.
import type { AuditField } from '../../src/tokens/audit.ts';
import type { Draft } from '../../src/tokens/draft.ts';
import type { Problem } from '../../src/wizard/messages.ts';
import { partOfGroup } from './step-problems.ts';
import type { Step } from './steps.ts';

/** A step, and the element on it. */
export interface Place {
  readonly step: Step;
  readonly place?: string;
}

export const PLACE_OF_CONDITION = 'place-condition';
export const PLACE_OF_TTL = 'place-ttl';

/** The checkbox of a permission. */
export function placeOfGroup(id: string): string {
  return `group-${id}`;
}

/** The heading of a part. */
export function placeOfPart(index: number): string {
  return `part-${index}`;
}

/** Where something can be done about a warning. */
export function placeOf(field: AuditField): Place {
  switch (field.kind) {
    case 'name':
      return { step: 'start' };
    case 'condition':
      return { step: 'restrictions', place: PLACE_OF_CONDITION };
    case 'ttl':
      return { step: 'restrictions', place: PLACE_OF_TTL };
    case 'permissions':
      return {
        step: 'permissions',
        ...(field.group === undefined ? {} : { place: placeOfGroup(field.group) }),
      };
    case 'resources':
      return { step: 'resources', place: placeOfPart(field.part) };
  }
}

/** Where on its step a person can act on what Cloudflare refused. */
export function placeOfRefusal(draft: Draft, { field, group }: Problem): string | undefined {
  if (field === 'condition') return PLACE_OF_CONDITION;
  if (field === 'ttl') return PLACE_OF_TTL;
  const part = group === undefined ? undefined : partOfGroup(draft, group);
  return field === 'parts' && part !== undefined ? placeOfPart(part) : undefined;
}
