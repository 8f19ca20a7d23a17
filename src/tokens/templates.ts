// Cloudflare's own templates, as starting points for a new token.
import type { Catalogue } from './catalogue.ts';
import data from './data/templates.json' with { type: 'json' };
import { type StartedDraft, startDraft, type StartingPoint, type WantedPermission } from './startingPoint.ts';
import type { Owner } from './token.ts';

/** What a token of a template may do, and where that starts out. The name is Cloudflare's. */
export type Template = StartingPoint;
export type TemplatePermission = WantedPermission;
export type DraftFromTemplate = StartedDraft;

/**
 * Cloudflare's eight templates, in the dashboard's order.
 * Source: developers.cloudflare.com/fundamentals/api/reference/template/.
 */
export const TEMPLATES: readonly Template[] = data as readonly Template[];

/** Starts a draft from a template, adapted to the owner (see startDraft). */
export function draftFromTemplate(template: Template, owner: Owner, catalogue: Catalogue): DraftFromTemplate {
  return startDraft(template, owner, catalogue);
}
