return await TrmLab.Web.Hosting.LabHost.RunAsync(args);
