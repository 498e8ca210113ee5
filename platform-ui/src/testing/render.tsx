import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { createQueryClient } from "../api/queries";
import { routes } from "../router";
import { SessionGate } from "../session/SessionGate";
import { theme } from "../theme";

/** The whole UI at an address, as the browser would show it; the network is the test's. */
export function openAt(address: string) {
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} env="test">
        <ModalsProvider>
          <Notifications />
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>,
  );
  return router;
}
