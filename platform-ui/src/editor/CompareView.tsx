import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { CompareProps } from "./CodeMirrorCompare";

const CodeMirrorCompare = lazy(() =>
  import("./CodeMirrorCompare").then((module) => ({ default: module.CodeMirrorCompare })),
);

/** Two texts side by side with what differs, fetched when it is first shown. */
export function CompareView(props: CompareProps) {
  return (
    <Suspense fallback={<Skeleton h={240} aria-label="Loading the comparison" />}>
      <CodeMirrorCompare {...props} />
    </Suspense>
  );
}
