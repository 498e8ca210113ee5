import { createStore, useStore } from "../api/store";

const KEY = "perigee.token";

interface State {
  token: string | null;
  /** The server answered 401: nothing works until somebody logs in. */
  locked: boolean;
  /** Why the log-in page is shown although a token was there. */
  expired: boolean;
}

const state = createStore<State>({ token: read(), locked: false, expired: false });

/** The token of this browser tab. It lives in sessionStorage and dies with the tab. */
export const session = {
  token: () => state.get().token,
  refused: () => {
    const had = state.get().token !== null;
    write(null);
    state.set({ token: null, locked: true, expired: had || state.get().expired });
  },
  enter: (token: string) => {
    write(token);
    state.set({ token, locked: false, expired: false });
  },
  leave: () => {
    write(null);
    state.set({ token: null, locked: true, expired: false });
  },
};

export function useSession(): State {
  return useStore(state);
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(token: string | null) {
  try {
    if (token === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Without storage the token lives as long as the page.
  }
}
