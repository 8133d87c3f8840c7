import { useCallback, useEffect, useRef, useState } from "react";
import { readSnapshot, type Snapshot } from "./api";
import { readFunctionKey } from "./functionKey";
import { nextPoll, troubleOf, type Trouble } from "./polling";

export interface StoresView {
  /** The last state that was read; null before the first. */
  snapshot: Snapshot | null;
  /** Why the snapshot may be out of date; null while it is fresh. */
  trouble: Trouble | null;
  /** Looks now, in place of a look that is under way. */
  refresh: () => void;
}

export function useStores(): StoresView {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const look = useRef<() => void>(() => {});
  const refresh = useCallback(() => look.current(), []);

  useEffect(() => {
    let known: Snapshot | null = null;
    let underWay = new AbortController();
    let timer: number | undefined;

    async function poll() {
      stop();
      const { signal } = (underWay = new AbortController());
      const hadKey = readFunctionKey() !== null;
      let met: Trouble | null = null;
      try {
        const read = await readSnapshot(signal);
        if (!signal.aborted) {
          setSnapshot((known = read));
        }
      } catch (error) {
        met = troubleOf(error, hadKey);
      }
      if (signal.aborted) {
        return;
      }
      setTrouble(met);
      const delay = nextPoll(isVisible(), known?.stores ?? [], met);
      timer = delay === null ? undefined : window.setTimeout(poll, delay);
    }

    function stop() {
      window.clearTimeout(timer);
      underWay.abort();
    }

    function followVisibility() {
      if (isVisible()) {
        void poll();
      } else {
        stop();
      }
    }

    look.current = () => void poll();
    document.addEventListener("visibilitychange", followVisibility);
    followVisibility();
    return () => {
      document.removeEventListener("visibilitychange", followVisibility);
      stop();
    };
  }, []);

  return { snapshot, trouble, refresh };
}

function isVisible(): boolean {
  return document.visibilityState === "visible";
}
