import { call } from "./client";

export type Runtime = "lua" | "javascript";

/** A bundle's files: path to text. */
export type Files = Record<string, string>;

export interface FunctionSummary {
  name: string;
  runtime: Runtime;
  liveVersion: number | null;
  createdAt: string;
  updatedAt: string;
}

export interface Code {
  runtime: Runtime;
  handler: string;
  files: Files;
}

export interface FunctionVersion {
  number: number;
  hash: string;
  handler: string;
  createdAt: string;
}

export type Environment = Record<string, string>;

const at = (name: string) => `/api/v1/functions/${encodeURIComponent(name)}`;

export const functionsApi = {
  list: (signal?: AbortSignal) => call<FunctionSummary[]>("/api/v1/functions", { signal }),
  get: (name: string, signal?: AbortSignal) => call<FunctionSummary>(at(name), { signal }),
  save: (name: string, code: Code) => call<{ version: number }>(at(name), { method: "PUT", body: code }),
  remove: (name: string) => call<void>(at(name), { method: "DELETE" }),
  versions: (name: string, signal?: AbortSignal) => call<FunctionVersion[]>(`${at(name)}/versions`, { signal }),
  version: (name: string, number: number, signal?: AbortSignal) =>
    call<Code & FunctionVersion>(`${at(name)}/versions/${number}`, { signal }),
  makeLive: (name: string, version: number) =>
    call<void>(`${at(name)}/aliases/live`, { method: "PUT", body: { version } }),
  environment: (name: string, signal?: AbortSignal) => call<Environment>(`${at(name)}/environment`, { signal }),
  setEnvironment: (name: string, environment: Environment) =>
    call<void>(`${at(name)}/environment`, { method: "PUT", body: environment }),
};
