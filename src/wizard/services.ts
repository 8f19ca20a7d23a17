// What the wizard needs from the rest of the extension. The composition root implements it, so the wizard holds
// neither an API client nor SecretStorage, and secrets pass through it only on Reveal.
import type { Catalogue } from '../tokens/catalogueEntry.ts';
import type { Draft, Named } from '../tokens/draft.ts';
import type { HeldSecret } from '../tokens/presetVariables.ts';
import type { Secret } from '../tokens/secret.ts';
import type { Token, TokenRequest, Zone } from '../tokens/token.ts';
import type {
  CreatedToken,
  Creation,
  Exported,
  OpenedToken,
  OwnerChoice,
  OwnerRef,
  Problem,
  Whereabouts,
} from './messages.ts';
import type { OwnTemplate } from './messages-draft.ts';

/** How a create ended, apart from Cloudflare refusing it, which rejects. */
export type CreateResult =
  /** The secret is kept before this is answered; where, `secretState` tells. */
  | { readonly outcome: 'created'; readonly tokenId: string }
  /** The answer got lost. `found`: the token that was made after all, where one turned up. */
  | { readonly outcome: 'lost'; readonly problem: Problem; readonly found?: { readonly tokenId: string } };

/** What to save. */
export interface Save {
  /** The token as it was when the edit began. */
  readonly base: Token;
  /** What the edit makes of the token as it is, read afresh. */
  readonly requestFor: (current: Token) => TokenRequest;
}

/** How a save ended, apart from Cloudflare refusing it, which rejects. */
export type SaveResult =
  | { readonly outcome: 'saved'; readonly opened: OpenedToken }
  /** Somebody changed the token meanwhile; nothing was sent. */
  | { readonly outcome: 'conflict'; readonly theirs: OpenedToken }
  | { readonly outcome: 'gone' | 'unsure'; readonly problem: Problem }
  /** The person thought better of it. */
  | { readonly outcome: 'cancelled' };

export interface ZonePage {
  readonly items: readonly Zone[];
  readonly hasMore: boolean;
  readonly total?: number;
}

/** The request as it goes over the wire, for a person to check. Holds no credential. */
export interface Preview {
  readonly method: string;
  /** Path below the API's base, e.g. `/user/tokens`. */
  readonly path: string;
  /** The JSON body, not yet formatted. */
  readonly body: unknown;
}

/** Every method may reject; `problemOf` puts the reason into words. */
export interface WizardServices {
  /** The owners that the connections see, in the explorer's order. */
  readonly owners: () => Promise<readonly OwnerChoice[]>;
  /** Tells when `owners()` would answer differently. @returns what ends the telling */
  readonly onOwnersChanged: (tell: () => void) => () => void;

  /** The permission groups that the owner can give. */
  readonly catalogue: (of: OwnerRef) => Promise<Catalogue>;
  /** The accounts that the connection sees. */
  readonly accounts: (of: OwnerRef) => Promise<readonly Named[]>;
  /** One page (from 1) of the zones whose name holds `search`; for an account, its own zones only. */
  readonly zones: (of: OwnerRef, search: string, page: number) => Promise<ZonePage>;
  /** The person's own templates, those that cannot be used included. */
  readonly templates: () => Promise<readonly OwnTemplate[]>;
  /** Tells when `templates()` would answer differently. @returns what ends the telling */
  readonly onTemplatesChanged: (tell: () => void) => () => void;
  /** Asks for a name and a place, and keeps a draft as a template. @returns false when the person thought better of it */
  readonly saveTemplate: (of: OwnerRef, draft: Draft) => Promise<boolean>;
  /** Shows a template's file. */
  readonly openTemplate: (key: string) => Promise<void>;
  /** Opens a web page in the browser. */
  readonly openPage: (address: string) => Promise<void>;
  /** Asks which token to start like. @returns undefined when the person thought better of it */
  readonly pickToken: () => Promise<(OwnerRef & { readonly tokenId: string }) | undefined>;

  /** The names of an account's R2 buckets in one jurisdiction. */
  readonly buckets: (of: OwnerRef, accountId: string, jurisdiction: string) => Promise<readonly string[]>;

  /** What `create` sends for a request; with a token's id, what `save` sends. */
  readonly preview: (of: OwnerRef, request: TokenRequest, tokenId?: string) => Preview;
  /** A request in other forms. */
  readonly exports: (of: OwnerRef, request: TokenRequest) => Promise<Exported>;
  /** The owner's tokens, as far as they are known without asking Cloudflare. */
  readonly tokenNames: (of: OwnerRef) => Promise<readonly Pick<Token, 'id' | 'name'>[]>;
  /** Creates a token and keeps its secret. A failed store is no failure here: the secret is then in memory. */
  readonly create: (of: OwnerRef, request: TokenRequest, work: string) => Promise<CreateResult>;
  /**
   * What became of a create that was sent before the window was reloaded, or whose token has not turned up so far.
   * @returns undefined when none was sent for this work, or nothing is left of it
   */
  readonly attempted: (work: string) => Promise<Creation> | undefined;
  /** Reads a token afresh, to be edited. */
  readonly open: (of: OwnerRef, tokenId: string) => Promise<OpenedToken>;
  /** Reads the token once more and, if it is still as it was, replaces it. The secret stays the same. */
  readonly save: (of: OwnerRef, save: Save) => Promise<SaveResult>;
  /** Gives a found token a new secret and keeps that. @returns false when the person thought better of it */
  readonly rollFound: (token: CreatedToken, work: string | undefined) => Promise<boolean>;
  /** Deletes a found token. @returns false when the person thought better of it */
  readonly deleteFound: (token: CreatedToken, work: string | undefined) => Promise<boolean>;

  /** Tells how a create ended for which the page was closed meanwhile. */
  readonly tellOutcome: (creation: Creation) => void;

  readonly whereabouts: (tokenId: string) => Promise<Whereabouts>;
  /** Tries again to move a secret from memory to SecretStorage. */
  readonly retryStore: (tokenId: string) => Promise<void>;
  /** @returns after how many seconds the clipboard is cleared; 0: never */
  readonly copySecret: (tokenId: string) => Promise<number>;
  /** Asks for file and variable, and inserts. @param variables those of the tool that the token is for */
  readonly insertSecret: (tokenId: string, holds: HeldSecret, variables: readonly string[]) => Promise<void>;
  /** Copies the secret that R2's S3 API takes. @returns see copySecret */
  readonly copyS3Secret: (tokenId: string) => Promise<number>;
  /** Opens a terminal with the secret in a variable. @returns false where the workspace is not trusted */
  readonly openTerminal: (tokenId: string, variable: string) => Promise<boolean>;
  /** For the Reveal button only. */
  readonly revealSecret: (tokenId: string) => Promise<Secret>;
  /** Asks Cloudflare whether the secret works, with patience for a token that is seconds old. */
  readonly testSecret: (
    token: CreatedToken,
  ) => Promise<{ readonly works: boolean; readonly message: string }>;

  /** A shell command that verifies the secret in an environment variable; does not hold the secret. */
  readonly verifyCommand: (of: OwnerRef, variable: string) => string;

  /** Starts "Connect to Cloudflare". */
  readonly connect: () => Promise<void>;
  /** A failure in words, with the field that caused it where Cloudflare said so. */
  readonly problemOf: (error: unknown) => Problem;
}

/**
 * Turns a draft into the request that is sent.
 * @param current for an edit, the token that it is to replace
 * @throws RangeError when the draft is not complete
 */
export type BuildRequest = (draft: Draft, of: OwnerChoice, current?: Token) => TokenRequest;
