import { Anchor, Stack } from '@mantine/core';
import { lazy, Suspense, type ComponentType } from 'react';
import { createBrowserRouter, Link, Navigate, Outlet, useRouteError } from 'react-router';
import { LiveProvider } from '../live/live.js';
import { SessionGate, useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { Empty, Loading, ProblemAlert } from '../ui/states.js';
import { homeOf } from './navigation.js';
import { Shell } from './shell.js';
import { ShortcutProvider } from './shortcuts.js';

// Each page is a chunk of its own: a reader does not load the charts, a hospital not the viewer.
const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) => {
  const Shown = lazy(async (): Promise<{ default: ComponentType }> => ({ default: (await load())[name] }));
  return (
    <Suspense fallback={<Loading />}>
      <Shown />
    </Suspense>
  );
};

function Signed() {
  return (
    <ShortcutProvider>
      <SessionGate>
        <LiveProvider>
          <Outlet />
        </LiveProvider>
      </SessionGate>
    </ShortcutProvider>
  );
}

function Home() {
  return <Navigate to={homeOf(useUser().role)} replace />;
}

function NotFound() {
  return (
    <Empty title={text('notFound.title')}>
      <Anchor component={Link} to="/">
        {text('notFound.home')}
      </Anchor>
    </Empty>
  );
}

function Failed() {
  const error = useRouteError();
  return (
    <Stack p="xl" component="main">
      <ProblemAlert error={error} title={text('problem.page')} retry={() => location.reload()} />
    </Stack>
  );
}

export const router = createBrowserRouter([
  {
    element: <Signed />,
    errorElement: <Failed />,
    children: [
      {
        element: <Shell />,
        errorElement: <Failed />,
        children: [
          { index: true, element: <Home /> },
          { path: 'worklist', element: page(() => import('../worklist/worklist-page.js'), 'WorklistPage') },
          { path: 'reads/:readId', element: page(() => import('../reading/reading-page.js'), 'ReadingPage') },
          { path: 'overview', element: page(() => import('../overview/overview-page.js'), 'OverviewPage') },
          {
            path: 'second-reads',
            element: page(() => import('../second-reads/second-reads-page.js'), 'SecondReadsPage'),
          },
          { path: 'queue', element: page(() => import('../queue/queue-page.js'), 'QueuePage') },
          { path: 'what-if', element: page(() => import('../what-if/what-if-page.js'), 'WhatIfPage') },
          { path: 'parameters', element: page(() => import('../parameters/parameters-page.js'), 'ParametersPage') },
          { path: 'forecast', element: page(() => import('../forecast/forecast-page.js'), 'ForecastPage') },
          { path: 'coverage', element: page(() => import('../coverage/coverage-page.js'), 'CoveragePage') },
          { path: 'rosters', element: page(() => import('../rosters/rosters-page.js'), 'RostersPage') },
          { path: 'conduct', element: page(() => import('../conduct/conduct-page.js'), 'ConductPage') },
          { path: 'studies', element: page(() => import('../studies/studies-page.js'), 'StudiesPage') },
          { path: 'studies/:studyId', element: page(() => import('../studies/study-page.js'), 'StudyPage') },
          { path: 'duties', element: page(() => import('../duties/duties-page.js'), 'DutiesPage') },
          { path: 'emergencies', element: page(() => import('../emergency/emergencies-page.js'), 'EmergenciesPage') },
          { path: 'submit', element: page(() => import('../studies/submit-page.js'), 'SubmitPage') },
          { path: 'turnaround', element: page(() => import('../analytics/turnaround-page.js'), 'TurnaroundPage') },
          { path: 'concordance', element: page(() => import('../analytics/concordance-page.js'), 'ConcordancePage') },
          { path: 'stat-share', element: page(() => import('../analytics/stat-share-page.js'), 'StatSharePage') },
          { path: 'sla', element: page(() => import('../analytics/sla-page.js'), 'SlaPage') },
          { path: 'intake', element: page(() => import('../intake/exceptions-page.js'), 'ExceptionsPage') },
          { path: 'network', element: page(() => import('../network/network-page.js'), 'NetworkPage') },
          { path: 'policies/:policyId', element: page(() => import('../policies/policy-page.js'), 'PolicyPage') },
          { path: 'group', element: page(() => import('../network/network-page.js'), 'NetworkPage') },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
