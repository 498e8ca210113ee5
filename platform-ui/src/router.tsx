import { createBrowserRouter, Navigate } from "react-router";
import { FunctionPage } from "./functions/FunctionPage";
import { FunctionsPage } from "./functions/FunctionsPage";
import { InvocationPage } from "./invocations/InvocationPage";
import { InvocationsPage } from "./invocations/InvocationsPage";
import { LogsPage } from "./logs/LogsPage";
import { Lost } from "./shell/Lost";
import { PageFailure } from "./shell/PageFailure";
import { Shell } from "./shell/Shell";
import { TopicPage } from "./topics/TopicPage";
import { TopicsPage } from "./topics/TopicsPage";
import { TriggerPage } from "./triggers/TriggerPage";
import { TriggersPage } from "./triggers/TriggersPage";

export const routes = [
  {
    path: "/",
    element: <Shell />,
    errorElement: <PageFailure />,
    children: [
      { index: true, element: <Navigate to="/functions" replace /> },
      { path: "functions", element: <FunctionsPage /> },
      { path: "functions/*", element: <FunctionPage /> },
      { path: "invocations", element: <InvocationsPage /> },
      { path: "invocations/:id", element: <InvocationPage /> },
      { path: "topics", element: <TopicsPage /> },
      { path: "topics/*", element: <TopicPage /> },
      { path: "triggers", element: <TriggersPage /> },
      { path: "triggers/*", element: <TriggerPage /> },
      { path: "logs", element: <LogsPage /> },
      { path: "*", element: <Lost /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(routes, { basename: "/ui" });
