import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { invocationsApi, type InvocationAnswer } from "../api/invocations";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";

export interface Runner {
  input: string;
  setInput: (input: string) => void;
  /** What is wrong with the input, or null. */
  inputProblem: string | null;
  running: boolean;
  run: () => void;
  stop: () => void;
  answer: InvocationAnswer | null;
  error: Problem | null;
}

/** Invokes a function with the input of this page, saving unsaved code first. */
export function useRun(name: string, saveNow: () => Promise<void>): Runner {
  const client = useQueryClient();
  const [input, setInput] = useState(() => recall(name));
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<InvocationAnswer | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const current = useRef<AbortController | null>(null);
  const parsed = parse(input);

  const invoke = async (value: unknown, signal: AbortSignal) => {
    try {
      await saveNow();
    } catch {
      return; // The editor shows why it was not saved.
    }
    try {
      setAnswer(await invocationsApi.invoke(name, value, signal));
      setError(null);
    } catch (failure) {
      if (signal.aborted) return;
      setAnswer(null);
      setError(Problem.of(failure));
    }
    void client.invalidateQueries({ queryKey: keys.invocations });
  };

  const run = () => {
    if (running || parsed.problem !== null) return;
    const controller = new AbortController();
    current.current = controller;
    remember(name, input);
    setRunning(true);
    void invoke(parsed.value, controller.signal).finally(() => setRunning(false));
  };

  return { input, setInput, inputProblem: parsed.problem, running, run, stop: () => current.current?.abort(), answer, error };
}

/** Reads JSON; nothing at all counts as an empty object. */
export function parse(input: string): { value: unknown; problem: string | null } {
  if (input.trim() === "") return { value: {}, problem: null };
  try {
    return { value: JSON.parse(input), problem: null };
  } catch (error) {
    return { value: undefined, problem: error instanceof Error ? error.message : "This is not JSON." };
  }
}

const key = (name: string) => `perigee.input.${name}`;

function recall(name: string): string {
  try {
    return sessionStorage.getItem(key(name)) ?? "{}";
  } catch {
    return "{}";
  }
}

function remember(name: string, input: string) {
  try {
    sessionStorage.setItem(key(name), input);
  } catch {
    // Without storage the input lives as long as the page.
  }
}
