using System.Text.Json.Serialization;

namespace Stores.Core;

/// <summary>The database server behind a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatabaseEngine>))]
public enum DatabaseEngine
{
    /// <summary>MariaDB, the default.</summary>
    MariaDb,

    /// <summary>MySQL.</summary>
    MySql,
}
