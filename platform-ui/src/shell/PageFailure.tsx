import { Container } from "@mantine/core";
import { useRouteError } from "react-router";
import { Failure } from "../parts/Failure";

/** What is shown when a page itself breaks. */
export function PageFailure() {
  return (
    <Container size="sm" py="xl">
      <Failure error={useRouteError()} what="This page broke" retry={() => window.location.reload()} />
    </Container>
  );
}
