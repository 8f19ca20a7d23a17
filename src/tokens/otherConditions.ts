// Conditions that this version does not know, as lines: they restrict a token, so nobody should overlook them.
import * as l10n from '@vscode/l10n';
import { plain } from './markdown.ts';
import { canonicalJson } from './samePolicies.ts';
import type { OtherConditions } from './token.ts';

/** `Further condition “device”: {"posture":["strong"]}`; the same for the same meaning, and safe for a label. */
export function otherConditionLines(conditions: OtherConditions = {}): string[] {
  return Object.entries(conditions)
    .map(([name, value]) => l10n.t('Further condition “{0}”: {1}', plain(name), plain(canonicalJson(value))))
    .sort();
}
