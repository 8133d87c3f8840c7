return await LocalFunctionsHost.RunAsync(args);
