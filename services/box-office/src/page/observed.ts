import { useEffect, useState } from 'preact/hooks';

/** A value that components show, and that changes outside of them. */
export type Observed<T> = {
  read(): T;
  set(value: T): void;
  /** A hook: the value, and a new rendering whenever it changes. */
  use(): T;
};

export function createObserved<T>(initial: T): Observed<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    use() {
      const [shown, show] = useState<{ readonly value: T }>({ value });
      useEffect(() => {
        const update = () => show({ value });
        listeners.add(update);
        // It may have changed between the rendering and this effect.
        update();
        return () => void listeners.delete(update);
      }, []);
      return shown.value;
    },
  };
}
