// A token's value, wrapped so that it cannot slip out by accident: printing, formatting, serialising or
// cloning a Secret yields a placeholder, and only reveal() gives the text.

const PLACEHOLDER = '[secret]';

/**
 * Holds one secret. The text lives in a private field, which JSON, template literals, `util.inspect`, the
 * structured clone of a webview message and a debugger's property list do not see. Whoever calls reveal()
 * takes responsibility for where the text goes; a unit test lists the files that may.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret's text, for the few places that must hand it on: the Authorization header, SecretStorage, the clipboard, an env file. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return PLACEHOLDER;
  }

  toJSON(): string {
    return PLACEHOLDER;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return PLACEHOLDER;
  }
}

/** Do two wrappers hold the same text? */
export function sameSecret(a: Secret, b: Secret): boolean {
  return a.reveal() === b.reveal();
}
