import { useCallback, useEffect, useRef, useState } from "react";
import { query } from "../api/client";
import { readEvents } from "../api/events";
import type { LogLine } from "../api/invocations";
import { Problem } from "../api/problem";

const KEPT = 1_000;

export interface LogTail {
  lines: readonly LogLine[];
  connected: boolean;
  error: Problem | null;
  clear: () => void;
}

/** Follows the log as it is written and connects again when the stream ends; pausing drops what comes meanwhile. */
export function useLogTail(fn: string, paused: boolean): LogTail {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [connected, setConnected] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const pausedNow = useRef(paused);
  useEffect(() => {
    pausedNow.current = paused;
  }, [paused]);
  const clear = useCallback(() => setLines([]), []);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let waiting: LogLine[] = [];
    const flush = setInterval(() => {
      if (waiting.length === 0) return;
      const arrived = waiting;
      waiting = [];
      setLines((old) => [...old, ...arrived].slice(-KEPT));
    }, 150);

    const follow = async () => {
      for (let attempt = 0; !signal.aborted; attempt++) {
        try {
          await readEvents(
            `/api/v1/logs/tail${query({ function: fn })}`,
            signal,
            (event) => {
              const line = readLine(event.data);
              if (line !== null && !pausedNow.current) waiting.push(line);
            },
            () => {
              attempt = 0;
              setConnected(true);
              setError(null);
            },
          );
        } catch (failure) {
          if (signal.aborted) return;
          setError(Problem.of(failure));
        }
        setConnected(false);
        await pause(Math.min(500 * 2 ** attempt, 8_000), signal);
      }
    };
    void follow();
    return () => {
      clearInterval(flush);
      controller.abort();
    };
  }, [fn]);

  return { lines, connected, error, clear };
}

function readLine(data: string): LogLine | null {
  try {
    return JSON.parse(data) as LogLine;
  } catch {
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
