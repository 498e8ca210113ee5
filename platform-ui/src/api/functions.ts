import { call, pages } from "./client";

export type Runtime = "lua" | "javascript";

/** A bundle's files: path to text. */
export type Files = Record<string, string>;

export interface FunctionSummary {
  name: string;
  /** `api`, or the project whose deployments publish it. */
  owner: string;
  runtime: Runtime;
  liveVersion: number | null;
  latestVersion: number;
  createdAt: string;
  updatedAt: string;
}

export interface Code {
  runtime: Runtime;
  handler: string;
  files: Files;
  /** Base64 of what is no text; kept as it is. */
  binaryFiles?: Files | undefined;
}

/** What saving came to. */
export interface Saved {
  version: number;
  hash: string;
  /** False when the same code was a version already. */
  newVersion: boolean;
  live: boolean;
}

export interface FunctionVersion {
  number: number;
  hash: string;
  handler: string;
  size: number;
  live: boolean;
  createdAt: string;
}

export type Environment = Record<string, string>;

const at = (name: string) => `/api/v1/functions/${encodeURIComponent(name)}`;

export const functionsApi = {
  list: (signal?: AbortSignal) => pages<FunctionSummary>("/api/v1/functions?limit=1000", signal),
  get: (name: string, signal?: AbortSignal) => call<FunctionSummary>(at(name), { signal }),
  save: (name: string, code: Code) => call<Saved>(at(name), { method: "PUT", body: code }),
  remove: (name: string) => call<void>(at(name), { method: "DELETE" }),
  versions: (name: string, signal?: AbortSignal) => pages<FunctionVersion>(`${at(name)}/versions`, signal),
  version: (name: string, number: number, signal?: AbortSignal) =>
    call<Code & FunctionVersion>(`${at(name)}/versions/${number}`, { signal }),
  makeLive: (name: string, version: number) =>
    call<void>(`${at(name)}/aliases/live`, { method: "PUT", body: { version } }),
  environment: (name: string, signal?: AbortSignal) => call<Environment>(`${at(name)}/environment`, { signal }),
  setEnvironment: (name: string, environment: Environment) =>
    call<void>(`${at(name)}/environment`, { method: "PUT", body: environment }),
};
