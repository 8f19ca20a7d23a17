// What survives a hidden tab and a reload of the window: the work, and never a secret.
import * as z from 'zod/mini';
import { createdTokenSchema, type CreatedToken } from '../../src/wizard/messages.ts';
import {
  draftSchema,
  type Mentioned,
  mentionedSchema,
  restrictionsSchema,
  tokenSchema,
} from '../../src/wizard/messages-draft.ts';
import type { Draft } from '../../src/tokens/draft.ts';
import type { Token } from '../../src/tokens/token.ts';
import { type Lifetime, LIFETIMES } from '../../src/tokens/ttl.ts';
import { type Step, STEPS } from './steps.ts';

/** A person's work in the wizard. VS Code writes it to disk, so nothing secret may ever be a field of it. */
export interface Work {
  /** A random name of this work, by which the host remembers what it sent for it. */
  readonly id: string;
  readonly step: Step;
  /** The connection through which the draft's owner is seen. */
  readonly connectionId: string;
  readonly draft: Draft;
  /** What the draft began with: a template's key, or `custom`. */
  readonly template?: string;
  /** The template is still to be applied: its owner's catalogue is not there yet. */
  readonly unapplied?: boolean;
  /** The name that the template proposed; a name the person typed is never replaced. */
  readonly proposedName?: string;
  /** The parts were changed by hand since the template was applied. */
  readonly edited: boolean;
  /** The token that the draft started like, and whether that one is restricted in ways that no draft can say. */
  readonly like?: { readonly name: string; readonly saysMore: boolean };
  /** The restrictions that the template gave; those that a person typed are never taken back. */
  readonly given?: Restrictions;
  /** What was made by hand before a template replaced it; Undo brings it back. */
  readonly setAside?: Draft;
  /** Permissions of the template that Cloudflare does not offer here, in words. */
  readonly omitted: readonly string[];
  /** User permissions that the draft goes without, because its owner is an account; in words. */
  readonly dropped: readonly string[];
  /** Steps that the person has left, and so may come back to. */
  readonly passed: readonly Step[];
  /** A create was sent; how it ended is not known yet. */
  readonly sent: boolean;
  readonly created?: CreatedToken;
  /** How long the token is to live, where that was chosen rather than a date: counted anew before it is reviewed. */
  readonly lifetime?: Lifetime;
  /** The token that the draft is an edit of. */
  readonly edit?: Edit;
}

/** From where and how long: the fields of a draft that are there only when they restrict something. */
export type Restrictions = Pick<Draft, 'condition' | 'notBefore' | 'expiresOn'>;

/** What an edit began with. */
export interface Edit {
  /** The token as it was read then. */
  readonly base: Token;
  readonly mentioned: Mentioned;
}

const step = z.enum(STEPS);

const work: z.ZodMiniType<Work> = z.object({
  id: z.string(),
  step,
  connectionId: z.string(),
  draft: draftSchema,
  template: z.exactOptional(z.string()),
  unapplied: z.exactOptional(z.boolean()),
  proposedName: z.exactOptional(z.string()),
  edited: z.boolean(),
  like: z.exactOptional(z.object({ name: z.string(), saysMore: z.boolean() })),
  given: z.exactOptional(restrictionsSchema),
  setAside: z.exactOptional(draftSchema),
  omitted: z.readonly(z.array(z.string())),
  dropped: z.readonly(z.array(z.string())),
  passed: z.readonly(z.array(step)),
  sent: z.boolean(),
  created: z.exactOptional(createdTokenSchema),
  lifetime: z.exactOptional(z.enum(LIFETIMES)),
  edit: z.exactOptional(z.object({ base: tokenSchema, mentioned: mentionedSchema })),
});

const VERSION = 2;
const kept = z.object({ version: z.literal(VERSION), work });

/** What to hand to VS Code's `setState`. */
export function toKept(kept: Work): unknown {
  return { version: VERSION, work: kept };
}

/** Reads back what an earlier page, perhaps of an older version, kept. @returns undefined when it is of no use */
export function readKept(data: unknown): Work | undefined {
  return z.safeParse(kept, data).data?.work;
}
