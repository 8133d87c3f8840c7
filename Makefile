# Short names for what a developer runs; each calls what is there.
.DEFAULT_GOAL := help
.PHONY: help run test test-fast bench chart lint page-checks

help: ## Lists the targets.
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: ## Runs the app, on a simulated cluster where none is configured.
	dotnet run --project Functions

test: ## Runs all tests of a plain dotnet test.
	dotnet test

test-fast: page-checks ## Runs the tests that start no process, no cluster and no browser, and the page's own.
	dotnet test Functions.Tests
	npm --prefix web test

bench: ## Measures everything; SCENARIOS="durable answers" some of it.
	dotnet run -c Release --project Functions.Benchmarks -- $(SCENARIOS)

chart: ## Lints both charts with the bundled helm, which a build unpacks.
	tools/obj/helm/helm lint --strict charts/store charts/orchestrator

lint: page-checks chart ## Lints page and charts; the build itself checks the C#.
	npm --prefix web run lint

page-checks: web/checks/node_modules/.package-lock.json web/node_modules/.package-lock.json

%/node_modules/.package-lock.json: %/package-lock.json
	npm ci --prefix $* --no-audit --no-fund --loglevel=error --ignore-scripts
