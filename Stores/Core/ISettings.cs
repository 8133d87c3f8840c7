namespace Stores.Core;

/// <summary>A section of the configuration.</summary>
public interface ISettings
{
    /// <summary>Every rule that is broken, each beginning with the key of its setting in the section; empty when all hold.</summary>
    IEnumerable<string> FindErrors();
}
