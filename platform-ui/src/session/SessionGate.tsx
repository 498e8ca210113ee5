import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { LoginPage } from "./LoginPage";
import { useSession } from "./session";

/** Shows the rooms until the server asks for a token, then the log-in page in their place. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { locked, expired } = useSession();
  const client = useQueryClient();

  useEffect(() => {
    if (locked) client.clear();
  }, [locked, client]);

  return locked ? <LoginPage expired={expired} /> : children;
}
