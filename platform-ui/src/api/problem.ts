/** One place in a request that the server did not accept. */
export interface FieldProblem {
  pointer: string;
  detail: string;
}

interface ProblemDocument {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  error?: unknown;
  invocationId?: string;
  errors?: FieldProblem[];
}

/** What the server, or the way to it, said went wrong. Status 0: no answer came. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly type = "about:blank",
    readonly invocationId: string | null = null,
  ) {
    super(detail === "" ? title : detail);
  }

  get unreachable(): boolean {
    return this.status === 0;
  }

  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static unreachable(): Problem {
    return new Problem(0, "Perigee does not answer", "The server cannot be reached. It may be starting, or stopped.");
  }

  static async from(response: Response): Promise<Problem> {
    const document = await readDocument(response);
    const title = document.title ?? (titles[response.status] || `The server answered ${response.status}`);
    const detail = document.detail ?? (typeof document.error === "string" ? document.error : "");
    const fields = (document.errors ?? []).map((field) => ({
      pointer: String(field.pointer ?? ""),
      detail: String(field.detail ?? ""),
    }));
    return new Problem(response.status, title, detail, fields, document.type, document.invocationId ?? null);
  }

  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new Problem(-1, "Something went wrong in this page", message);
  }
}

const titles: Record<number, string> = {
  401: "A token is needed",
  403: "This token does not allow that",
  404: "Not found",
  503: "The server is busy",
};

async function readDocument(response: Response): Promise<ProblemDocument> {
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
