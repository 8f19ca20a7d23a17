// What host and webview say to each other: one union per direction, parsed on both sides. Only the answer to
// `revealSecret` can carry a secret.
import * as z from 'zod/mini';
import {
  draftSchema,
  entrySchema,
  mentionedSchema,
  namedSchema,
  ownerSchema,
  ownTemplateSchema,
  tokenSchema,
} from './messages-draft.ts';

const list = <T extends z.ZodMiniType>(of: T) => z.readonly(z.array(of));

/** An owner as seen through one connection; two connections may see the same account. */
const ownerRef = z.object({ connectionId: z.string(), owner: ownerSchema });
export type OwnerRef = z.infer<typeof ownerRef>;

/** An owner that a token can be made for. */
const ownerChoice = z.object({
  ...ownerRef.shape,
  /** The account's name, or the user's e-mail. */
  name: z.string(),
  /** The label of the connection, to tell the same account apart when two connections see it. */
  connection: z.string(),
  /** The user's id, for permissions on the user; user owners only. */
  userId: z.exactOptional(z.string()),
  /** false: the connection may look at the tokens here, but not make any. */
  canCreate: z.boolean(),
});
export type OwnerChoice = z.infer<typeof ownerChoice>;

/** What to begin with, when whoever opened the wizard knew. */
const start = z.object({
  connectionId: z.exactOptional(z.string()),
  owner: z.exactOptional(ownerSchema),
  /** The key of a template. */
  template: z.exactOptional(z.string()),
  /** The id of a token to start like, which belongs to that owner. */
  like: z.exactOptional(z.string()),
  /** The id of a token to edit, which belongs to that owner. */
  edit: z.exactOptional(z.string()),
});
export type Start = z.infer<typeof start>;

/** A failure in words: what happened and why, with the next step. Never holds a secret. */
const problem = z.object({
  message: z.string(),
  /** The part of the draft that caused it, where Cloudflare said so. */
  field: z.exactOptional(z.enum(['name', 'parts', 'condition', 'ttl'])),
  /** The permission group that a refused grant named. */
  group: z.exactOptional(z.string()),
});
export type Problem = z.infer<typeof problem>;

/** A token that exists and whose secret the host keeps. */
export const createdTokenSchema = z.object({ ...ownerRef.shape, tokenId: z.string(), name: z.string() });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

/** The token in other forms; none of them holds a secret. */
const exported = z.object({
  curl: z.string(),
  terraform: z.string(),
  /** Of the dashboard's form, filled in as far as a link can; and what has to be done there by hand. */
  link: z.object({ url: z.exactOptional(z.string()), missing: list(z.string()), byHand: list(z.string()) }),
});
export type Exported = z.infer<typeof exported>;

/** A token as it was read just now, to be edited. */
const openedToken = z.object({ token: tokenSchema, draft: draftSchema, mentioned: mentionedSchema });
export type OpenedToken = z.infer<typeof openedToken>;

/**
 * Where the host is with making the token, or saving it. It outlives the webview, which VS Code discards with a hidden
 * tab.
 */
const keptPage = z.object({ work: z.object({ created: createdTokenSchema }) });

/** The token that a page had made when the window was reloaded, read from what VS Code kept of that page. */
export function madeBefore(kept: unknown): CreatedToken | undefined {
  return z.safeParse(keptPage, kept).data?.work.created;
}

/** Where the host is with making the token. It outlives the webview, which VS Code discards with a hidden tab. */
const creation = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('running') }),
  z.object({ state: z.literal('created'), token: createdTokenSchema }),
  z.object({ state: z.literal('refused'), problem }),
  z.object({
    state: z.literal('lost'),
    problem,
    /** The token that was made after all; its secret is gone. Absent: none was found, or nobody could look. */
    found: z.exactOptional(createdTokenSchema),
  }),
  /** An edit is saved; the token as Cloudflare has it now. */
  z.object({ state: z.literal('saved'), opened: openedToken }),
  /** Nothing was saved: somebody changed the token since it was opened. As it is now. */
  z.object({ state: z.literal('conflict'), theirs: openedToken }),
  /** Nothing was saved: somebody deleted the token. */
  z.object({ state: z.literal('gone'), problem }),
  /** The answer to a save got lost, and nobody could look. Saving again is safe: it looks first. */
  z.object({ state: z.literal('unsure'), problem }),
]);
export type Creation = z.infer<typeof creation>;

/** Where a token's secret is: in SecretStorage, in the memory of this window only, or nowhere. */
const whereabouts = z.enum(['stored', 'memory', 'none']);
export type Whereabouts = z.infer<typeof whereabouts>;

const onToken = <const A extends string>(ask: A) => z.object({ ask: z.literal(ask), tokenId: z.string() });

const request = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('catalogue'), of: ownerRef }),
  z.object({ ask: z.literal('accounts'), of: ownerRef }),
  z.object({
    ask: z.literal('zones'),
    of: ownerRef,
    search: z.string(),
    /** From 1. */
    page: z.number(),
  }),
  z.object({ ask: z.literal('openToken'), of: ownerRef, tokenId: z.string() }),
  /** `base`: for an edit, the token as it was opened. */
  z.object({
    ask: z.literal('preview'),
    of: ownerRef,
    draft: draftSchema,
    base: z.exactOptional(tokenSchema),
  }),
  z.object({ ask: z.literal('pickToken') }),
  z.object({ ask: z.literal('saveTemplate'), of: ownerRef, draft: draftSchema }),
  z.object({ ask: z.literal('openTemplate'), key: z.string() }),
  /** A source of one of our own presets, by its place: the webview never says which address to open. */
  z.object({ ask: z.literal('openSource'), preset: z.string(), source: z.number() }),
  z.object({ ask: z.literal('buckets'), of: ownerRef, accountId: z.string(), jurisdiction: z.string() }),
  z.object({
    ask: z.literal('exports'),
    of: ownerRef,
    draft: draftSchema,
    base: z.exactOptional(tokenSchema),
  }),
  z.object({ ask: z.literal('tokenNames'), of: ownerRef }),
  /** `work`: the id of the page's work, by which the host remembers what it sent. */
  z.object({ ask: z.literal('create'), of: ownerRef, draft: draftSchema, work: z.string() }),
  /** Looks once more for the token that a lost create may have made. */
  z.object({ ask: z.literal('lookAgain'), work: z.string() }),
  z.object({ ask: z.literal('save'), of: ownerRef, draft: draftSchema, base: tokenSchema }),
  z.object({ ask: z.literal('rollFound'), token: createdTokenSchema }),
  z.object({ ask: z.literal('deleteFound'), token: createdTokenSchema }),
  /** `preset`: what the draft was started from, by which the variables are named. */
  z.object({ ask: z.literal('secretState'), token: createdTokenSchema, preset: z.exactOptional(z.string()) }),
  onToken('retryStore'),
  onToken('copySecret'),
  z.object({
    ask: z.literal('insertSecret'),
    tokenId: z.string(),
    holds: z.enum(['token', 's3-secret']),
    preset: z.exactOptional(z.string()),
  }),
  onToken('copyS3Secret'),
  z.object({ ask: z.literal('openTerminal'), tokenId: z.string(), preset: z.exactOptional(z.string()) }),
  onToken('revealSecret'),
  z.object({ ask: z.literal('testSecret'), token: createdTokenSchema }),
  z.object({ ask: z.literal('copyText'), text: z.string() }),
  z.object({ ask: z.literal('connect') }),
  z.object({ ask: z.literal('close') }),
]);
export type Request = z.infer<typeof request>;
export type Ask = Request['ask'];

const done = <const A extends string>(to: A) => z.object({ to: z.literal(to) });

const answer = z.discriminatedUnion('to', [
  z.object({ to: z.literal('catalogue'), entries: list(entrySchema) }),
  z.object({ to: z.literal('accounts'), accounts: list(namedSchema) }),
  z.object({
    to: z.literal('zones'),
    zones: list(z.object({ id: z.string(), name: z.string(), account: z.string() })),
    page: z.number(),
    hasMore: z.boolean(),
    total: z.exactOptional(z.number()),
  }),
  /** Absent: the person thought better of it. */
  z.object({
    to: z.literal('pickToken'),
    token: z.exactOptional(z.object({ ...ownerRef.shape, tokenId: z.string() })),
  }),
  z.object({ to: z.literal('saveTemplate'), outcome: z.enum(['done', 'cancelled']) }),
  done('openTemplate'),
  done('openSource'),
  z.object({ to: z.literal('buckets'), names: list(z.string()) }),
  z.object({ to: z.literal('preview'), method: z.string(), path: z.string(), body: z.string() }),
  z.object({ to: z.literal('exports'), exports: exported }),
  /** Of the owner's tokens, as far as they are known without asking Cloudflare. */
  z.object({ to: z.literal('tokenNames'), tokens: list(z.object({ id: z.string(), name: z.string() })) }),
  z.object({ to: z.literal('openToken'), opened: openedToken }),
  done('create'),
  done('save'),
  done('lookAgain'),
  z.object({ to: z.literal('rollFound'), outcome: z.enum(['done', 'cancelled']) }),
  z.object({ to: z.literal('deleteFound'), outcome: z.enum(['done', 'cancelled']) }),
  /** `command` asks Cloudflare about the secret, which it takes from `variable`. */
  z.object({ to: z.literal('secretState'), where: whereabouts, command: z.string(), variable: z.string() }),
  z.object({ to: z.literal('retryStore'), where: whereabouts, problem: z.exactOptional(problem) }),
  z.object({ to: z.literal('copySecret'), clearsAfter: z.number() }),
  done('insertSecret'),
  z.object({ to: z.literal('copyS3Secret'), clearsAfter: z.number() }),
  /** Not opened: the workspace is not trusted. */
  z.object({ to: z.literal('openTerminal'), opened: z.boolean(), variable: z.string() }),
  z.object({ to: z.literal('revealSecret'), secret: z.string() }),
  z.object({ to: z.literal('testSecret'), works: z.boolean(), message: z.string() }),
  done('copyText'),
  done('connect'),
  done('close'),
]);
export type Answer = z.infer<typeof answer>;
export type AnswerTo<A extends Ask> = Extract<Answer, { readonly to: A }>;

const hostMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    /** The contents of VS Code's localization bundle; absent in English. */
    texts: z.exactOptional(z.record(z.string(), z.string())),
    owners: list(ownerChoice),
    start,
    creation,
  }),
  /** The connections changed. */
  z.object({ type: z.literal('owners'), owners: list(ownerChoice) }),
  /** The person's own templates, first and whenever a file changed. */
  z.object({ type: z.literal('templates'), templates: list(ownTemplateSchema) }),
  z.object({ type: z.literal('creation'), creation }),
  /** The person asked to edit the token that is open here already. */
  z.object({ type: z.literal('askedAgain') }),
  z.object({ type: z.literal('reply'), id: z.number(), answer }),
  z.object({ type: z.literal('failed'), id: z.number(), problem }),
]);
export type HostMessage = z.infer<typeof hostMessage>;

const webviewMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    /** The id of the work of a page that comes back. */
    work: z.exactOptional(z.string()),
    /** The id of the token that it is editing. */
    edits: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal('request'), id: z.number(), request }),
]);
export type WebviewMessage = z.infer<typeof webviewMessage>;

/**
 * Reads what the host posted, or is about to post; fields that the schema does not name are left out.
 * @returns undefined when it is no message of ours.
 */
export function readHostMessage(data: unknown): HostMessage | undefined {
  return z.safeParse(hostMessage, data).data;
}

/** Reads what the webview posted. @returns undefined when it is no message of ours. */
export function readWebviewMessage(data: unknown): WebviewMessage | undefined {
  return z.safeParse(webviewMessage, data).data;
}
