namespace Functions.IntegrationTests.Crashes;

/// <summary>When the app dies, seen from a request to the cluster.</summary>
public enum Moment
{
    /// <summary>It was sent and has not arrived.</summary>
    Before,

    /// <summary>It was carried out and nobody was told.</summary>
    During,

    /// <summary>The answer has just gone out; what the app makes of it may be recorded or not.</summary>
    After,
}
