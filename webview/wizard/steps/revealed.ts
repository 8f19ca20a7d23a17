// The revealed secret: in this component's memory only while it is shown, and never in the wizard's state.
import { useEffect, useState } from 'preact/hooks';
import { useWizard } from '../wizard-context.ts';

export interface Revealed {
  readonly secret?: string;
  /** Asks the host for the secret. @throws RequestFailed */
  readonly reveal: () => Promise<void>;
  readonly hide: () => void;
}

/** Holds the secret of a token from Reveal until Hide, or until the page is left or hidden. */
export function useRevealed(tokenId: string): Revealed {
  const { ask } = useWizard();
  const [secret, setSecret] = useState<string>();

  useEffect(() => {
    const hide = () => setSecret(undefined);
    const hideWithPage = () => {
      if (document.visibilityState === 'hidden') hide();
    };
    document.addEventListener('visibilitychange', hideWithPage);
    window.addEventListener('pagehide', hide);
    return () => {
      hide();
      document.removeEventListener('visibilitychange', hideWithPage);
      window.removeEventListener('pagehide', hide);
    };
  }, [tokenId]);

  return {
    ...(secret === undefined ? {} : { secret }),
    reveal: async () => setSecret((await ask({ ask: 'revealSecret', tokenId })).secret),
    hide: () => setSecret(undefined),
  };
}
