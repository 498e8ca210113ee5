import { Group, Stack, Text } from "@mantine/core";
import type { WholeResponse } from "../api/invocations";
import { CopyButton } from "../parts/CopyButton";
import { ValueBlock } from "./ValueBlock";

/** Headers and body of an answer that the function made whole. */
export function WholeAnswer({ response }: { response: WholeResponse }) {
  const body = response.body ?? response.bodyBase64 ?? "";
  return (
    <Stack gap={6}>
      {response.headers.length > 0 && (
        <>
          <Text size="sm" fw={550}>
            Headers
          </Text>
          <ValueBlock text={response.headers.map((header) => `${header.name}: ${header.value}`).join("\n")} label="Headers" />
        </>
      )}
      <Group justify="space-between">
        <Text size="sm" fw={550}>
          {response.bodyBase64 === undefined ? "Body" : "Body in Base64 (it is no text)"}
        </Text>
        <CopyButton text={body} label="Copy the body" />
      </Group>
      <ValueBlock text={body === "" ? "(empty)" : body} label="Body" />
    </Stack>
  );
}
