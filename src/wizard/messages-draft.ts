// The draft and what it is made of, as they cross between host and webview: the domain's types once more, as schemas.
import * as z from 'zod/mini';
import type { CatalogueEntry } from '../tokens/catalogueEntry.ts';
import type { BucketName, Draft, DraftPart, Named, Target } from '../tokens/draft.ts';
import type { GroupRef, IpCondition, Owner, Policy, ResourceValue } from '../tokens/token.ts';

/** One schema per field of a domain type; a field that the schema forgets does not compile. */
type FieldsOf<T> = { readonly [K in keyof T]-?: z.ZodMiniType };

const list = <T extends z.ZodMiniType>(of: T) => z.readonly(z.array(of));
const optionalText = z.exactOptional(z.string());

export const ownerSchema: z.ZodMiniType<Owner> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user') }),
  z.object({ kind: z.literal('account'), accountId: z.string() }),
]);

export const namedSchema: z.ZodMiniType<Named> = z.object({
  id: z.string(),
  name: optionalText,
} satisfies FieldsOf<Named>);

const unknownFields = z.exactOptional(z.readonly(z.record(z.string(), z.unknown())));

const groupRef: z.ZodMiniType<GroupRef> = z.object({
  id: z.string(),
  name: optionalText,
  unknown: unknownFields,
} satisfies FieldsOf<GroupRef>);

const bucket: z.ZodMiniType<BucketName> = z.object({
  accountId: z.string(),
  jurisdiction: z.string(),
  name: z.string(),
} satisfies FieldsOf<BucketName>);

const ofAccounts = z.object({ ofAccounts: list(namedSchema) });

const target: z.ZodMiniType<Target> = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('user'), userId: optionalText }),
  z.object({ scope: z.literal('account'), accounts: z.union([z.literal('all'), list(namedSchema)]) }),
  z.object({
    scope: z.literal('zone'),
    zones: z.union([z.literal('all'), ofAccounts, z.object({ chosen: list(namedSchema) })]),
    except: list(namedSchema),
  }),
  z.object({
    scope: z.literal('bucket'),
    buckets: z.union([ofAccounts, z.object({ chosen: list(bucket) })]),
  }),
]);

export const partSchema: z.ZodMiniType<DraftPart> = z.object({
  groups: list(groupRef),
  target,
} satisfies FieldsOf<DraftPart>);

const resourceValue: z.ZodMiniType<ResourceValue> = z.union([
  z.string(),
  z.record(
    z.string(),
    z.lazy(() => resourceValue),
  ),
]);

const policy: z.ZodMiniType<Policy> = z.object({
  effect: z.string(),
  groups: list(groupRef),
  resources: z.readonly(z.record(z.string(), resourceValue)),
  unknown: unknownFields,
} satisfies FieldsOf<Policy>);

const condition: z.ZodMiniType<IpCondition> = z.object({
  allow: z.exactOptional(list(z.string())),
  deny: z.exactOptional(list(z.string())),
} satisfies FieldsOf<IpCondition>);

/** A draft; holds no secret, because the domain's draft cannot. */
export const draftSchema: z.ZodMiniType<Draft> = z.object({
  name: z.string(),
  owner: ownerSchema,
  parts: list(partSchema),
  condition: z.exactOptional(condition),
  otherConditions: unknownFields,
  notBefore: optionalText,
  expiresOn: optionalText,
  carried: list(policy),
} satisfies FieldsOf<Draft>);

/** One permission group of an owner's catalogue. */
export const entrySchema: z.ZodMiniType<CatalogueEntry> = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(['user', 'account', 'zone', 'bucket', 'other']),
  apiScope: z.string(),
  label: z.string(),
  level: z.string(),
  product: optionalText,
  aliases: list(z.string()),
  description: optionalText,
  selectable: z.boolean(),
  deprecated: z.boolean(),
} satisfies FieldsOf<CatalogueEntry>);
